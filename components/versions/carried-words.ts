import { counted } from "@/lib/counted";
import type { CarriedCounts, LinksLost } from "@/lib/versions/schema";

/** How many marks come over, in a sentence; null for none at all. */
export function countsInWords({ exact, moved, orphaned }: CarriedCounts): string | null {
  if (exact + moved + orphaned === 0) return null;
  const parts = [
    ...(exact > 0
      ? [
          `${counted(exact, "mark")} ${exact === 1 ? "stays" : "stay"} where ${exact === 1 ? "it is" : "they are"}`,
        ]
      : []),
    ...(moved > 0 ? [`${moved} ${moved === 1 ? "moves with its words" : "move with their words"}`] : []),
    ...(orphaned > 0 ? [`${orphaned} ${orphaned === 1 ? "loses its words" : "lose their words"}`] : []),
  ];
  return `${parts.join(", ")}.`;
}

const nouns: Record<keyof LinksLost, [string, string]> = {
  claimLinks: ["link from a claim to who said it", "links from claims to who said them"],
  sources: ["source resolved to the register", "sources resolved to the register"],
  restsOn: ["note of what something rests on", "notes of what something rests on"],
  nested: ["nesting of attributions", "nestings of attributions"],
  reuse: ["link to a twin", "links to twins"],
};

const order = ["claimLinks", "sources", "restsOn", "nested", "reuse"] as const satisfies (keyof LinksLost)[];

/** What hangs on marks that lost their words, a phrase a kind; none where nothing is lost. */
export function lostInWords(lost: LinksLost): string[] {
  return order
    .filter((kind) => lost[kind] > 0)
    .map((kind) => `${lost[kind]} ${nouns[kind][lost[kind] === 1 ? 0 : 1]}`);
}
