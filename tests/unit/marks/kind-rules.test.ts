import { describe, expect, it } from "vitest";
import { changeKind, type MarkTies } from "@/lib/marks/kind-rules";
import type { FinalMark } from "@/lib/review/schema";
import { type AnnotationKindCode, annotationKinds } from "@/lib/vocabulary";

const free: MarkTies = {
  carriedBy: 0,
  cards: 0,
  carries: 0,
  sources: 0,
  restsOn: 0,
  holdsUp: 0,
  nestings: 0,
  twins: 0,
  isFreeStanding: false,
};

function mark(
  kind: AnnotationKindCode,
  attributes: FinalMark["attributes"] = {},
  roles: string[] = [],
): FinalMark {
  const main = kind === "attribution" ? ("content" as const) : ("body" as const);
  const others = (["source", "cue"] as const).filter((role) => roles.includes(role));
  const spans = [main, ...others].map((role, at) => ({ role, start: at, end: at + 1, quote: "x" }));
  return { id: "old", kind, attributes, spans, readsId: "read" };
}

function change(
  from: FinalMark,
  to: AnnotationKindCode,
  ties: Partial<MarkTies> = {},
  kinds: readonly string[] = annotationKinds,
) {
  return changeKind(from, to, { id: "new", kinds, ties: { ...free, ...ties } });
}

describe("a mark of another kind", () => {
  it("keeps its words and its note under an id of its own, and names what it gives up", () => {
    const quantity = { counted: "houses", min: 40, max: 40, qualifier: "exact" };
    const claim = mark("claim", {
      kind: "assessment",
      origin: "none-given",
      quantities: [quantity],
      note: "Hm.",
    });
    expect(change(claim, "duplicate")).toEqual({
      changed: {
        id: "new",
        kind: "duplicate",
        attributes: { note: "Hm." },
        spans: [{ role: "body", start: 0, end: 1, quote: "x" }],
        readsId: "read",
      },
      note: "Claim becomes duplicate; given up: “Assessment”, what it counts (1).",
    });
    expect(change(mark("claim", { kind: "factual", tone: "neutral" }), "duplicate").note).toBe(
      "Claim becomes duplicate; given up: “Fact”, “tone”.",
    );
    expect(change(mark("duplicate"), "claim")).toMatchObject({
      changed: { kind: "claim", attributes: { kind: "factual", origin: "none-given", quantities: [] } },
      note: "Duplicate becomes claim.",
    });
    expect(change(mark("claim"), "attribution", { isFreeStanding: true }).changed.spans).toMatchObject([
      { role: "content" },
    ]);
    expect(change(mark("attribution"), "claim").changed.spans).toMatchObject([{ role: "body" }]);
  });

  it.each<[string, FinalMark, AnnotationKindCode, Partial<MarkTies>]>([
    ["It is an attribution already.", mark("attribution"), "attribution", {}],
    ["It has a source and a cue, for which a claim", mark("attribution", {}, ["source", "cue"]), "claim", {}],
    ["It has a cue, for which a duplicate", mark("attribution", {}, ["cue"]), "duplicate", {}],
    ["It carries 2 claims.", mark("attribution"), "claim", { carries: 2 }],
    ["It names who its source is", mark("attribution"), "claim", { sources: 1 }],
    ["It says what it rests on", mark("attribution"), "claim", { restsOn: 1 }],
    ["It is what 1 attribution", mark("attribution"), "claim", { holdsUp: 1 }],
    ["It is nested", mark("attribution"), "claim", { nestings: 1 }],
    ["Linked by 1 attribution", mark("claim"), "duplicate", { carriedBy: 1 }],
    ["It stands on 3 claim cards.", mark("claim"), "duplicate", { cards: 3 }],
    ["It has 1 twin, for which a claim", mark("duplicate"), "claim", { twins: 1 }],
    ["An attribution needs a cue", mark("claim"), "attribution", {}],
  ])("is refused and says why: %s", (reason, from, to, ties) => {
    expect(() => change(from, to, ties)).toThrow(reason);
  });

  it("is refused where the project does not mark that kind", () => {
    expect(() => change(mark("claim"), "duplicate", {}, ["claim"])).toThrow(
      "This project does not mark duplicates.",
    );
  });
});
