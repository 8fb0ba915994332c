import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endsOf } from "@/lib/layers/plan";
import type { AnnotationDto, ClaimLinkDto, LayerObject } from "@/lib/layers/schema";
import { type DecidedUnit, planFinalLayer } from "@/lib/review/final-layer";
import { outcomeOf } from "@/lib/review/outcome";

const state = { revision: 1, deleted: false };

function mark(kind: "claim" | "attribution", start: number, nestedInId: string | null = null): AnnotationDto {
  const role = kind === "claim" ? ("body" as const) : ("content" as const);
  const spans = [{ role, start, end: start + 5, quote: "words" }];
  return { type: "annotation", id: randomUUID(), kind, attributes: {}, nestedInId, spans, ...state };
}

function link(attributionId: string, claimId: string): ClaimLinkDto {
  return {
    type: "claimLink",
    id: randomUUID(),
    attributionId,
    claimId,
    role: "content",
    stance: "asserts",
    ...state,
  };
}

function decide(read: AnnotationDto, ...others: AnnotationDto[]): DecidedUnit {
  const { kind, attributes, spans } = read;
  return {
    members: [read, ...others].map((one) => ({ annotationId: one.id })),
    marks: [{ id: randomUUID(), kind, attributes, spans, readsId: read.id }],
  };
}

/** What the layer holds after the changes that the decisions ask for. */
function apply(decided: readonly DecidedUnit[], sources: readonly LayerObject[], current: LayerObject[]) {
  const now = new Map(current.map((object) => [object.id, object]));
  for (const { before, after } of planFinalLayer(decided, sources, current, randomUUID)) {
    expect(before?.revision ?? 0).toBe(after.revision - 1);
    now.set(after.id, after);
  }
  return [...now.values()];
}

function live(objects: readonly LayerObject[]) {
  return objects.filter((object) => !object.deleted);
}

describe("the final layer", () => {
  it("gives an attribution the sources that its decision names instead of the annotators', until none is named", () => {
    const said = mark("attribution", 0);
    const read = { type: "attributionSource" as const, id: randomUUID(), attributionId: said.id, ...state };
    const sources = [said, { ...read, sourceId: randomUUID() }];
    const [wanted, place] = [randomUUID(), decide(said)];
    const sourcesOf = (objects: LayerObject[]) =>
      live(objects).flatMap((object) => (object.type === "attributionSource" ? [object.sourceId] : []));
    const first = apply([place], sources, []);
    const marks = place.marks.map((one) => ({ ...one, sourceIds: [wanted] }));
    const second = apply([{ ...place, marks }], sources, first);
    const third = apply([place], sources, second);
    expect([first, second, third].map(sourcesOf)).toEqual([sourcesOf(sources), [wanted], sourcesOf(sources)]);
  });

  it("points a link at what stands for its end, though another's mark was taken there", () => {
    const [said, claim, theirs] = [mark("attribution", 0), mark("claim", 10), mark("claim", 12)];
    const sources = [said, claim, theirs, link(said.id, claim.id)];
    const [attribution, place] = [decide(said), decide(theirs, claim)];
    const first = apply([attribution], sources, []);
    expect(live(first)).toHaveLength(1);
    const second = apply([attribution, place], sources, first);
    const made = live(second).find((object) => object.type === "claimLink");
    expect(made).toMatchObject({ attributionId: attribution.marks[0]?.id, claimId: place.marks[0]?.id });
    expect(planFinalLayer([attribution, place], sources, second, randomUUID)).toEqual([]);
    expect(live(apply([attribution], sources, second))).toHaveLength(1);
  });

  it("has no link to or from a mark that was decided to be of another kind, until it is of the old one again", () => {
    const [said, claim] = [mark("attribution", 0), mark("claim", 10)];
    const sources = [said, claim, link(said.id, claim.id)];
    const [attribution, place] = [decide(said), decide(claim)];
    const other = (unit: DecidedUnit, kind: "claim" | "duplicate"): DecidedUnit => ({
      ...unit,
      marks: unit.marks.map((one) => ({ ...one, id: randomUUID(), kind })),
    });
    const links = (objects: LayerObject[]) =>
      live(objects).filter((object) => object.type === "claimLink").length;
    const first = apply([attribution, place], sources, []);
    const second = apply([attribution, other(place, "duplicate")], sources, first);
    const third = apply([other(attribution, "claim"), place], sources, second);
    const fourth = apply([attribution, place], sources, third);
    expect([first, second, third, fourth].map(links)).toEqual([1, 0, 0, 1]);
  });

  it("leaves single links and a nesting that a decision leaves, and keeps the others", () => {
    const [outer, said, claim, other] = [
      mark("attribution", 40),
      mark("attribution", 0),
      mark("claim", 10),
      mark("claim", 20),
    ];
    said.nestedInId = outer.id;
    const [kept, left] = [link(said.id, claim.id), link(said.id, other.id)];
    const sources = [outer, said, claim, other, kept, left];
    const whole = [decide(outer), decide(said), decide(claim), decide(other)];
    const first = live(apply(whole, sources, []));
    expect(first.filter((object) => object.type === "claimLink")).toHaveLength(2);
    expect(first.filter((object) => object.type === "annotation" && object.nestedInId)).toHaveLength(1);
    const picked = whole.map((unit, at) =>
      at === 1
        ? { ...unit, marks: unit.marks.map((one) => ({ ...one, leavesIds: [left.id, said.id] })) }
        : unit,
    );
    const second = live(apply(picked, sources, first));
    expect(second.flatMap((object) => (object.type === "claimLink" ? [object.claimId] : []))).toEqual([
      whole[2]?.marks[0]?.id,
    ]);
    expect(second.filter((object) => object.type === "annotation" && object.nestedInId)).toEqual([]);
  });

  it("keeps one of two nestings that contradict each other", () => {
    const [a1, a2] = [mark("attribution", 0), mark("attribution", 20)];
    const [b1, b2] = [mark("attribution", 0), mark("attribution", 20)];
    a1.nestedInId = a2.id;
    b2.nestedInId = b1.id;
    const final = apply([decide(a1, b1), decide(b2, a2)], [a1, a2, b1, b2], []);
    expect(final.filter((object) => object.type === "annotation" && object.nestedInId)).toHaveLength(1);
  });

  it("is the same whatever the order of decisions, and no link ever lacks an end", () => {
    const world = fc.record({ size: fc.integer({ min: 1, max: 8 }), seed: fc.integer() }).chain(({ size }) =>
      fc.record({
        size: fc.constant(size),
        links: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 12 }),
        steps: fc.array(fc.tuple(fc.nat(size * 2 - 1), fc.boolean()), { maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(world, ({ size, links, steps }) => {
        const said = Array.from({ length: size }, (_, at) => mark("attribution", at * 20));
        const claims = Array.from({ length: size }, (_, at) => mark("claim", at * 20 + 8));
        const pairs = new Map(
          links.map(([a, c]) => [`${a} ${c}`, link(said[a]?.id ?? "", claims[c]?.id ?? "")]),
        );
        const sources = [...said, ...claims, ...pairs.values()];
        const units = [...said, ...claims].map((one) => decide(one));
        const on = new Set<number>();
        let objects: LayerObject[] = [];
        for (const [unit, isTaken] of steps) {
          if (isTaken) on.add(unit);
          else on.delete(unit);
          objects = apply(
            units.filter((_, at) => on.has(at)),
            sources,
            objects,
          );
          const there = new Set(live(objects).map((object) => object.id));
          for (const object of live(objects))
            for (const end of endsOf(object)) expect(there.has(end)).toBe(true);
        }
        const atOnce = apply(
          units.filter((_, at) => on.has(at)),
          sources,
          [],
        );
        const shape = (all: readonly LayerObject[]) =>
          live(all)
            .map((object) => (object.type === "claimLink" ? endsOf(object).join(" ") : object.id))
            .toSorted();
        expect(shape(objects)).toEqual(shape(atOnce));
      }),
    );
  });
});

describe("an outcome", () => {
  it("tells taken, changed, rejected and missed apart", () => {
    const own = [mark("claim", 0), mark("claim", 20), mark("claim", 40)];
    const changed = { ...mark("claim", 20), attributes: { kind: "assessment" } };
    const places = outcomeOf(own, [mark("claim", 0), changed, mark("claim", 60)]);
    expect(places.map((place) => place.outcome)).toEqual(["taken", "changed", "rejected", "missed"]);
    expect(places[1]?.changed).toEqual(["attribute.kind"]);
  });
});
