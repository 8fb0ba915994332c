import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReviewAnnotation, ReviewInput } from "@/lib/review/pairing";
import { reviewUnits, unitKeysByAnnotation } from "@/lib/review/units";

function mark(
  id: string,
  start: number,
  end: number,
  rest: Partial<ReviewAnnotation> = {},
): ReviewAnnotation {
  return { id, kind: "claim", attributes: {}, spans: [{ role: "body", start, end }], links: [], ...rest };
}

function people(...layers: ReviewAnnotation[][]): ReviewInput {
  return layers.map((annotations, place) => ({ personId: `p${place}`, annotations }));
}

const states = (input: ReviewInput) => reviewUnits(input).map((unit) => unit.state);

describe("reviewUnits", () => {
  test("agreed, also with nothing in common but the content", () => {
    expect(states(people([mark("a", 0, 10)], [mark("b", 0, 10)]))).toEqual(["agreed"]);
    expect(states(people([mark("a", 0, 10)]))).toEqual(["agreed"]);
    expect(states(people([], []))).toEqual([]);
    const same = people([mark("a", 0, 10, { attributes: { note: null } })], [mark("b", 0, 10)]);
    expect(states(same)).toEqual(["agreed"]);
  });

  test("disagreed, field by field", () => {
    const spans = (source: number, end: number) => [
      { role: "source", start: source, end: source + 3 },
      { role: "content", start: 10, end },
    ];
    const [unit] = reviewUnits(
      people(
        [mark("a", 0, 0, { spans: spans(0, 20), attributes: { origin: "attributed" }, links: ["u1", "u2"] })],
        [
          mark("b", 0, 0, {
            spans: spans(50, 18),
            attributes: { origin: "none-given" },
            links: ["u2", "u1"],
          }),
        ],
      ),
    );
    expect(unit?.state).toBe("disagreed");
    expect(unit?.span).toEqual({ start: 10, end: 20 });
    expect(unit?.differences.map((one) => one.field)).toEqual([
      "span.content",
      "span.source",
      "attribute.origin",
    ]);
    expect(unit?.differences[2]?.values).toEqual([
      { personId: "p0", annotationId: "a", value: "attributed" },
      { personId: "p1", annotationId: "b", value: "none-given" },
    ]);
    expect(states(people([mark("a", 0, 9, { links: ["u1"] })], [mark("b", 0, 9)]))).toEqual(["disagreed"]);
  });

  test("incomplete: another kind, too little overlap, or a person with nothing to mark", () => {
    expect(states(people([mark("a", 0, 10)], []))).toEqual(["incomplete"]);
    expect(states(people([mark("a", 0, 10)], [mark("b", 6, 16)]))).toEqual(["incomplete", "incomplete"]);
    const kinds = people([mark("a", 0, 10)], [mark("b", 0, 10, { kind: "duplicate" })]);
    expect(states(kinds)).toEqual(["incomplete", "incomplete"]);
    const [unit] = reviewUnits(people([mark("a", 0, 10)], [mark("b", 0, 10)], []));
    expect(unit).toMatchObject({ state: "incomplete", missing: ["p2"], key: "a" });
  });

  test("split: one against several, whether one of them pairs or none", () => {
    expect(states(people([mark("a", 0, 100)], [mark("b", 0, 55), mark("c", 60, 100)]))).toEqual(["split"]);
    const three = [mark("b", 0, 30), mark("c", 40, 60), mark("d", 70, 100)];
    expect(states(people([mark("a", 0, 100)], three))).toEqual(["split"]);
    const again = three.map((one) => ({ ...one, id: `${one.id}2` }));
    expect(states(people([mark("a", 0, 100)], three, again))).toEqual(["split"]);
  });

  test("split: stacked in one spot, one more than the other", () => {
    const label = (value: string) => ({ attributes: { value } });
    const input = people(
      [mark("a1", 0, 9, label("ORG")), mark("a2", 0, 9, label("ORGpart"))],
      [mark("b1", 0, 9, label("ORG")), mark("b2", 0, 9, label("ORG")), mark("b3", 0, 9, label("ORGpart"))],
    );
    expect(states(input)).toEqual(["split"]);
  });

  test("nested marks of both are pairs of their own, and what only one nested is incomplete", () => {
    const outer = (id: string) => mark(id, 0, 100);
    expect(states(people([outer("a"), mark("a2", 0, 20)], [outer("b"), mark("b2", 0, 20)]))).toEqual([
      "agreed",
      "agreed",
    ]);
    expect(states(people([outer("a")], [outer("b"), mark("b2", 0, 20)]))).toEqual(["agreed", "incomplete"]);
  });

  test("two attributions with the same content pair by source", () => {
    const said = (id: string, source: number) =>
      mark(id, 0, 0, {
        kind: "attribution",
        spans: [
          { role: "source", start: source, end: source + 5 },
          { role: "content", start: 20, end: 40 },
        ],
      });
    expect(states(people([said("a", 0), said("b", 50)], [said("d", 0), said("c", 50)]))).toEqual([
      "agreed",
      "agreed",
    ]);
  });

  const annotation = fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 12 }), fc.constantFrom("claim", "attribution"), fc.nat(2))
    .map(([start, size, kind, value]) => ({ start, end: start + size, kind, value }));
  const layers = fc.array(fc.array(annotation, { maxLength: 5 }), { minLength: 1, maxLength: 4 }).map((all) =>
    all.map((list, person) => ({
      personId: `p${person}`,
      annotations: list.map((one, place) =>
        mark(`${person}-${place}`, one.start, one.end, { kind: one.kind, attributes: { value: one.value } }),
      ),
    })),
  );

  test("each annotation is in one unit of its kind, whatever the order of the input", () => {
    fc.assert(
      fc.property(layers, (input) => {
        const units = reviewUnits(input);
        const ids = units.flatMap((unit) => unit.people.flatMap((one) => one.annotationIds));
        expect(ids.toSorted()).toEqual(
          input.flatMap((one) => one.annotations.map(({ id }) => id)).toSorted(),
        );
        const turned = input
          .map((one) => ({ ...one, annotations: one.annotations.toReversed() }))
          .toReversed();
        expect(reviewUnits(turned)).toEqual(units);
        const keys = unitKeysByAnnotation(units);
        for (const unit of units) {
          for (const { annotationIds } of unit.people) {
            for (const id of annotationIds) expect(keys.get(id)).toBe(unit.key);
          }
          const counts = unit.people.map((one) => one.annotationIds.length);
          expect(unit.state === "split").toBe(counts.some((count) => count > 1));
          if (unit.state === "agreed") expect(counts.every((count) => count === 1)).toBe(true);
          if (unit.state === "disagreed") expect(unit.differences.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("equal layers agree everywhere, unless one of them stacks", () => {
    fc.assert(
      fc.property(layers, ([first]) => {
        if (!first) return;
        const spots = new Map(first.annotations.map((one) => [JSON.stringify([one.kind, one.spans]), one]));
        const own = [...spots.values()];
        const copy = own.map((one) => ({ ...one, id: `copy ${one.id}` }));
        const units = reviewUnits(people(own, copy));
        expect(units.length).toBe(own.length);
        expect(units.every((unit) => unit.state === "agreed")).toBe(true);
      }),
    );
  });
});
