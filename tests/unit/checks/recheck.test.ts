import fc from "fast-check";
import { expect, it } from "vitest";
import { checkLayer } from "@/lib/checks/check-layer";
import { recheckLayer } from "@/lib/checks/recheck";
import type { LayerObject } from "@/lib/layers/schema";
import type { SpanRole } from "@/lib/vocabulary";
import { attribution, claim, claimLink, duplicate, spanAt } from "../../support/operations";

const text =
  "Forty houses were flooded, the mayor said on Sunday. Nobody was hurt, she added. Rain is expected.";
const context = {
  versionId: "here",
  blocks: [{ kind: "interface" as const, start: 60, end: 80 }],
  kinds: ["claim", "attribution", "duplicate"],
};

const change = fc.record({
  id: fc.nat(4),
  kind: fc.constantFrom("claim", "attribution", "duplicate", "link", "source"),
  start: fc.nat(60),
  length: fc.integer({ min: 3, max: 30 }),
  to: fc.nat(4),
  origin: fc.constantFrom("attributed", "own-reporting", "none-given"),
  deleted: fc.boolean(),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function objectOf({ id, kind, start, length, to, origin, deleted }: Change): LayerObject {
  const state = { revision: 1, deleted };
  const span = (role: SpanRole) => spanAt(text, start, start + length, role);
  if (kind === "claim")
    return { ...claim([span("body")], { id: `claim-${id}`, attributes: { origin } }), ...state };
  if (kind === "duplicate") return { ...duplicate([span("body")], { id: `duplicate-${id}` }), ...state };
  if (kind === "attribution") {
    const nestedInId = to === id ? null : `attribution-${to}`;
    const spans = [span("content"), spanAt(text, start + length, start + length + 4, "source")];
    return { ...attribution(spans, { id: `attribution-${id}`, nestedInId }), ...state };
  }
  if (kind === "link")
    return { ...claimLink(`attribution-${id}`, `claim-${to}`), id: `link-${id}`, ...state };
  return {
    type: "attributionSource",
    id: `source-${id}`,
    attributionId: `attribution-${to}`,
    sourceId: "s",
    ...state,
  };
}

it("finds after every change what checking the whole layer would, in the same order", () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 15 }), (steps) => {
      let before: ReadonlyMap<string, LayerObject> = new Map();
      let found = checkLayer(before.values(), context);
      for (const step of steps) {
        const made = step.map(objectOf).map((object) => [object.id, object] as const);
        const after = new Map([...before, ...made]);
        found = recheckLayer(found, { before, after, changed: made.map(([id]) => id) }, context);
        expect(found).toEqual(checkLayer(after.values(), context));
        before = after;
      }
    }),
    { numRuns: 300 },
  );
});

it("forgets what was open about a mark that is gone altogether", () => {
  const [one, two] = [
    claim([spanAt(text, 0, 25)], { id: "one" }),
    claim([spanAt(text, 0, 25)], { id: "two" }),
  ].map((object): LayerObject => ({ ...object, revision: 1, deleted: false }));
  if (!one || !two) throw new Error("no marks");
  const before = new Map([
    ["one", one],
    ["two", two],
  ]);
  const after = new Map([["one", one]]);
  const found = checkLayer(before.values(), context);
  expect(found.map(({ code }) => code)).toContain("same-claim");
  expect(recheckLayer(found, { before, after, changed: before.keys() }, context)).toEqual(
    checkLayer(after.values(), context),
  );
});
