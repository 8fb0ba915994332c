import { describe, expect, it } from "vitest";
import { checkLayer } from "@/lib/checks/check-layer";
import { blockableChecks, checkTerms, isBlocking } from "@/lib/checks/schema";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";
import type { BlockKind } from "@/lib/vocabulary";
import { attribution, claim, spanOf } from "../../support/operations";

const text =
  "Dam bursts above Korva\nAbout 600 people were rescued, the civil service said. Forty houses were flooded, it added. Staff.";
const at = (quote: string, role: "body" | "source" | "cue" | "content" = "body") => spanOf(text, quote, role);
const allKinds = ["claim", "attribution", "duplicate"];

function look(
  inputs: ObjectInput[],
  part: { kinds?: string[]; blocks?: { kind: BlockKind; quote: string }[] } = {},
) {
  const objects = inputs.map((input): LayerObject => ({ ...input, revision: 1, deleted: false }));
  const blocks = (part.blocks ?? []).map(({ kind, quote }) => ({ kind, ...at(quote) }));
  const context = { versionId: "here", blocks, kinds: part.kinds ?? allKinds };
  return checkLayer(objects, context);
}
const codes = (...args: Parameters<typeof look>) => look(...args).map((finding) => finding.code);

const rescued = claim([at("About 600 people were rescued")], { attributes: { origin: "attributed" } });
const flooded = claim([at("Forty houses were flooded")]);
const said = attribution([
  at("About 600 people were rescued", "content"),
  at("the civil service", "source"),
  at("said", "cue"),
]);
const link = (
  attributionId: string,
  claimId: string,
  role: "content" | "remote" = "content",
): ObjectInput => ({
  type: "claimLink",
  id: crypto.randomUUID(),
  attributionId,
  claimId,
  role,
  stance: "asserts",
});
const resolved = (attributionId: string): ObjectInput => ({
  type: "attributionSource",
  id: crypto.randomUUID(),
  attributionId,
  sourceId: crypto.randomUUID(),
});
const duplicate = claim([at("Forty houses were flooded")], { kind: "duplicate", attributes: {} });
const twin = (versionId: string | null, quote: string): ObjectInput => ({
  type: "reuseLink",
  id: crypto.randomUUID(),
  annotationId: duplicate.id,
  passage: {
    id: crypto.randomUUID(),
    versionId,
    url: versionId ? null : "https://paper.example/",
    quote,
    spans: versionId ? [{ start: at(quote).start, end: at(quote).end, quote }] : [],
  },
  degree: "verbatim",
  direction: "unknown",
  evidence: null,
  lost: [],
  state: "confirmed",
});

describe("what is checked in a layer", () => {
  it("finds nothing in a claim by itself, and in an attribution that is whole", () => {
    expect(look([flooded])).toEqual([]);
    expect(look([rescued, said, link(said.id, rescued.id), resolved(said.id)])).toEqual([]);
    expect(look([])).toEqual([]);
  });

  it("misses what belongs to an attribution: cue, source, claim, somebody of the register", () => {
    const bare = attribution([at("About 600 people were rescued", "content")]);
    expect(codes([bare])).toEqual(["no-cue", "no-source", "no-claim"]);
    expect(codes([{ ...bare, attributes: { sourceKind: "unspecified" } }])).toEqual(["no-cue", "no-claim"]);
    expect(look([said])).toMatchObject([
      { code: "unresolved", message: "Who is “the civil service”?", markId: said.id },
      { code: "no-claim" },
    ]);
    expect(codes([{ ...said, attributes: { sourceKind: "unnamed" } }])).toEqual(["no-claim"]);
  });

  it("lets a free-standing quotation of a headline have neither cue nor source", () => {
    const headline = attribution([at("Dam bursts above Korva", "content")]);
    const blocks = [{ kind: "headline" as const, quote: "Dam bursts above Korva" }];
    expect(codes([headline], { blocks })).toEqual(["no-claim"]);
  });

  it("does not ask for what the project does not mark", () => {
    expect(codes([said, resolved(said.id)], { kinds: ["attribution"] })).toEqual([]);
    expect(codes([rescued], { kinds: ["claim"] })).toEqual([]);
  });

  it("sees an origin that the links contradict, both ways", () => {
    expect(codes([rescued])).toEqual(["no-link"]);
    const own = { ...rescued, attributes: { origin: "own-reporting" } };
    expect(codes([own, said, link(said.id, own.id), resolved(said.id)])).toEqual(["origin-differs"]);
  });

  it("sees a claim in what is no part of the story", () => {
    const staff = claim([at("Staff")]);
    expect(codes([staff], { blocks: [{ kind: "byline", quote: "Staff." }] })).toEqual(["in-boilerplate"]);
  });

  it("sees a number turned round", () => {
    const quantity = {
      counted: "people",
      min: 700,
      max: 600,
      qualifier: "range",
      unit: "",
      words: "",
      asOf: "",
      method: "",
    };
    expect(codes([{ ...flooded, attributes: { quantities: [quantity] } }])).toEqual(["quantity-inverted"]);
    const right = { ...quantity, min: 600, max: null };
    expect(codes([{ ...flooded, attributes: { quantities: [right] } }])).toEqual([]);
  });

  it("wants a twin for a duplicate, and another one than itself", () => {
    expect(codes([duplicate])).toEqual(["no-twin"]);
    expect(codes([duplicate, twin("here", "Forty houses were flooded")])).toEqual(["own-twin"]);
    expect(codes([duplicate, twin("here", "About 600 people")])).toEqual([]);
    expect(codes([duplicate, twin("elsewhere", "Forty houses were flooded")])).toEqual([]);
    expect(codes([duplicate, twin(null, "Forty houses were flooded")])).toEqual([]);
  });

  it("names the second of two claims on the same words", () => {
    const again = claim([at("Forty houses were flooded")]);
    expect(look([flooded, again]).map((finding) => finding.code)).toEqual(["same-claim"]);
  });

  it("hints at a claim inside what somebody says, a link of the wrong role, and nesting apart", () => {
    const inside = claim([at("600 people were rescued")]);
    expect(codes([rescued, said, link(said.id, rescued.id), resolved(said.id), inside])).toEqual([
      "unlinked-inside",
    ]);
    const apart = [flooded, said, resolved(said.id)];
    expect(codes([...apart, link(said.id, flooded.id)])).toEqual(["link-role"]);
    expect(codes([...apart, link(said.id, flooded.id, "remote")])).toEqual([]);
    const added = attribution(
      [at("Forty houses were flooded", "content"), at("it", "source"), at("added", "cue")],
      { nestedInId: said.id, attributes: { sourceKind: "unnamed" } },
    );
    const linked = { ...flooded, attributes: { origin: "attributed" } };
    const whole = [
      rescued,
      said,
      link(said.id, rescued.id),
      resolved(said.id),
      linked,
      link(added.id, linked.id),
    ];
    expect(codes([...whole, added])).toEqual(["nested-apart"]);
  });

  it("finds the attribution around a claim among many, also behind a longer one that began before", () => {
    const outer = attribution([at("About 600 people were rescued, the civil service said", "content")]);
    const inner = attribution([at("About 600", "content")]);
    const deep = claim([at("people were rescued")]);
    expect(codes([outer, inner, deep]).filter((code) => code === "unlinked-inside")).toHaveLength(1);
  });

  it("passes over what is deleted, and lists in reading order", () => {
    const early = claim([at("Dam bursts")], { attributes: { origin: "attributed" } });
    const late = claim([at("it added")], { attributes: { origin: "attributed" } });
    expect(look([late, early]).map((finding) => finding.markId)).toEqual([early.id, late.id]);
    const gone: LayerObject = { ...late, revision: 2, deleted: true };
    expect(checkLayer([gone], { versionId: "here", blocks: [], kinds: allKinds })).toEqual([]);
  });
});

describe("what a project can insist on", () => {
  it("is everything but hints", () => {
    const all = Object.entries(checkTerms);
    expect(all.filter(([, term]) => term.severity !== "hint").map(([code]) => code)).toEqual([
      ...blockableChecks,
    ]);
    expect(isBlocking({ code: "no-cue" }, ["no-cue"])).toBe(true);
    expect(isBlocking({ code: "no-cue" }, [])).toBe(false);
    expect(isBlocking({ code: "link-role" }, ["link-role"])).toBe(false);
  });
});
