import { counted } from "@/lib/counted";
import { conflict } from "@/lib/errors";
import { ownValues } from "@/lib/layers/plan";
import type { FinalMark } from "@/lib/review/schema";
import { type AnnotationKindCode, labelOf } from "@/lib/vocabulary";

/** What ties a final mark to others, counted, and where it stands; all of it live. */
export type MarkTies = {
  /** Attributions that carry the claim. */
  carriedBy: number;
  cards: number;
  /** What an attribution carries, whom of the register it names, what it rests on, and what rests on it. */
  carries: number;
  sources: number;
  restsOn: number;
  holdsUp: number;
  nestings: number;
  twins: number;
  /** In a headline, a subhead, a standfirst or a pull quote, where an attribution needs no cue. */
  isFreeStanding: boolean;
};

/**
 * A final mark as one of another kind under the id given, and a sentence about it. Its words stay, and its note; what
 * only the old kind says is given up and named. Throws conflict `same-kind`, `kind-not-marked` and, where something
 * would be lost that somebody tied to the mark, `kind-tied` with what it is.
 */
export function changeKind(
  mark: FinalMark,
  to: AnnotationKindCode,
  context: { id: string; kinds: readonly string[]; ties: MarkTies },
): { changed: FinalMark; note: string } {
  const word = labelOf(to).toLowerCase();
  if (mark.kind === to) throw conflict("same-kind", `It is ${articleOf(word)} already.`);
  if (!context.kinds.includes(to)) throw conflict("kind-not-marked", `This project does not mark ${word}s.`);
  const reason = obstacle(mark, to, context.ties);
  if (reason) throw conflict("kind-tied", reason);
  const { note: own } = mark.attributes;
  const role = to === "attribution" ? ("content" as const) : ("body" as const);
  const lost = saidOnly(mark);
  const attributes = {
    ...(own === undefined ? {} : { note: own }),
    ...(to === "claim" ? { kind: "factual", origin: "none-given", quantities: [] } : {}),
  };
  const spans = mark.spans.map((span) => ({ ...span, role }));
  const becomes = `${labelOf(mark.kind)} becomes ${word}`;
  return {
    changed: { id: context.id, kind: to, attributes, spans, readsId: mark.readsId },
    note: lost.length > 0 ? `${becomes}; given up: ${lost.join(", ")}.` : `${becomes}.`,
  };
}

/** Why a mark cannot become one of that kind without losing what is tied to it; null where it can. */
function obstacle(mark: FinalMark, to: AnnotationKindCode, ties: MarkTies): string | null {
  const kind = articleOf(labelOf(to).toLowerCase());
  const roles = (["source", "cue"] as const).filter((role) => mark.spans.some((span) => span.role === role));
  if (roles.length > 0) return `It has a ${roles.join(" and a ")}, for which ${kind} has no place.`;
  if (ties.carries > 0) return `It carries ${counted(ties.carries, "claim")}. Take the links off first.`;
  if (ties.sources > 0) return `It names who its source is, which ${kind} does not.`;
  if (ties.restsOn > 0) return `It says what it rests on, which ${kind} does not.`;
  if (ties.holdsUp > 0) return `It is what ${counted(ties.holdsUp, "attribution")} of its article rest on.`;
  if (ties.nestings > 0) return "It is nested in an attribution, or one is nested in it.";
  if (ties.carriedBy > 0)
    return `Linked by ${counted(ties.carriedBy, "attribution")}: such a link leads to a claim.`;
  if (ties.cards > 0) return `It stands on ${counted(ties.cards, "claim card")}. Take it off there first.`;
  if (ties.twins > 0) return `It has ${counted(ties.twins, "twin")}, for which ${kind} has no place.`;
  if (to === "attribution" && !ties.isFreeStanding)
    return "An attribution needs a cue, and this mark has none: only in a headline, a subhead, a standfirst or a pull quote it may go without.";
  return null;
}

/** What only the old kind says, in words, but for what it says of every mark by default; the project's own fields by their keys. */
function saidOnly({ kind, attributes }: FinalMark): string[] {
  const own = ownValues(kind, attributes);
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (Object.hasOwn(own, name)) return [`“${name}”`];
    if (name === "note" || value === null || value === "none-given") return [];
    if (Array.isArray(value)) return value.length > 0 ? [`what it counts (${value.length})`] : [];
    return typeof value === "string" ? [`“${labelOf(value)}”`] : [];
  });
}

function articleOf(word: string): string {
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
