import fc from "fast-check";
import { expect, it } from "vitest";
import { LayeredMap } from "@/components/annotate/layered-map";
import { type MarkBook, nextBook } from "@/components/annotate/mark-book";
import { listMarks } from "@/components/annotate/marks";
import type { LayerObject } from "@/lib/layers/schema";
import { attribution, claim, claimLink, spanAt } from "../../support/operations";

const text = "Forty houses were flooded, the mayor said. Nobody was hurt, she added.";

const change = fc.record({
  id: fc.nat(5),
  kind: fc.constantFrom("claim", "attribution", "link", "source"),
  start: fc.nat(40),
  to: fc.nat(5),
  deleted: fc.boolean(),
});

function objectOf({
  id,
  kind,
  start,
  to,
  deleted,
}: typeof change extends fc.Arbitrary<infer T> ? T : never): LayerObject {
  const state = { revision: 1, deleted };
  if (kind === "claim")
    return { ...claim([spanAt(text, start, start + 9)], { id: `claim-${id}` }), ...state };
  if (kind === "attribution") {
    const nestedInId = to === id ? null : `attribution-${to}`;
    const spans = [spanAt(text, start, start + 9, "content")];
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

it("lists after every change what listing anew would, whatever came, changed or went", () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 12 }), (steps) => {
      let plain: ReadonlyMap<string, LayerObject> = new Map();
      let layered: ReadonlyMap<string, LayerObject> = plain;
      let book: MarkBook | null = null;
      for (const step of steps) {
        const made = step.map(objectOf).map((object) => [object.id, object] as const);
        plain = new Map([...plain, ...made]);
        const objects = LayeredMap.set(layered, made);
        layered = objects;
        expect([...objects]).toEqual([...plain]);
        expect(objects.size).toBe(plain.size);
        book = nextBook(book, objects);
        expect(book.marks).toEqual(listMarks(plain));
      }
    }),
  );
});

it("leaves a mark that nothing changed on as it was", () => {
  const first = objectOf({ id: 1, kind: "claim", start: 0, to: 0, deleted: false });
  const other = objectOf({ id: 2, kind: "claim", start: 20, to: 0, deleted: false });
  const before = nextBook(null, new Map([[first.id, first]]));
  const after = nextBook(
    before,
    new Map([
      [first.id, first],
      [other.id, other],
    ]),
  );
  expect(after.marks[0]).toBe(before.marks[0]);
  expect(after.marks).toHaveLength(2);
});

it("forgets a mark whose object is gone", () => {
  const first = objectOf({ id: 1, kind: "claim", start: 0, to: 0, deleted: false });
  const other = objectOf({ id: 2, kind: "claim", start: 20, to: 0, deleted: false });
  const before = nextBook(null, new Map([[first.id, first]]));
  expect(nextBook(before, new Map([[other.id, other]])).marks.map((mark) => mark.annotation.id)).toEqual([
    "claim-2",
  ]);
});
