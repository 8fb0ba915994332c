import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corroborate } from "@/lib/corroboration/corroborate";
import { compareAllQuantities, compareQuantities } from "@/lib/corroboration/quantities";
import { type CorroborationFile, corroborationInputSchema, quantitySchema } from "@/lib/corroboration/schema";

const ROOTS = 8;
const ATTRIBUTIONS = 7;
/** Not fc.nat, which prefers small numbers and so would give most chains the same root. */
const idOf = (letter: string, count: number) =>
  fc.constantFrom(...Array.from({ length: count }, (_, at) => `${letter}${at}`));
const rootId = idOf("r", ROOTS);
const maybe = <T>(inner: fc.Arbitrary<T>) => fc.option(inner, { freq: 12 });
const level = fc.constantFrom("known" as const, "possible" as const, "independent" as const);

/** Attributions lead only to later ones, so that there is no circle. */
const attributions = fc.tuple(
  ...Array.from({ length: ATTRIBUTIONS }, (_, at) => {
    const later = fc.integer({ min: Math.min(at + 1, ATTRIBUTIONS - 1), max: ATTRIBUTIONS - 1 });
    const ground = fc.record({
      attribution: at < ATTRIBUTIONS - 1 ? maybe(later.map((to) => `t${to}`)) : fc.constant(null),
      root: maybe(rootId),
      type: fc.constantFrom("relays" as const, "analyses" as const),
    });
    return fc.record({
      id: fc.constant(`t${at}`),
      root: maybe(rootId),
      nestedIn: fc.oneof(
        { weight: 6, arbitrary: fc.constant(null) },
        { weight: at > 0 ? 1 : 0, arbitrary: fc.nat(Math.max(0, at - 1)).map((to) => `t${to}`) },
      ),
      restsOn: fc.oneof(
        { weight: 3, arbitrary: fc.array(ground, { maxLength: 0 }) },
        { weight: 1, arbitrary: fc.array(ground, { maxLength: 2 }) },
      ),
    });
  }),
);

const quantity = fc.record({
  value: fc.nat(9),
  qualifier: fc.constantFrom(
    "exact" as const,
    "about" as const,
    "at-least" as const,
    "more-than" as const,
    "at-most" as const,
    "vague" as const,
  ),
  unit: fc.constantFrom(null, "men", "tanks"),
});

const mention = fc.record({
  article: fc.nat(3).map((at) => `a${at}`),
  attribution: maybe(idOf("t", ATTRIBUTIONS)),
  stance: fc.oneof(
    { weight: 6, arbitrary: fc.constant("asserts" as const) },
    { weight: 1, arbitrary: fc.constantFrom("denies" as const, "questions" as const) },
  ),
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("factual" as const, "prediction" as const) },
    { weight: 1, arbitrary: fc.constant("assessment" as const) },
  ),
  quantity: maybe(quantity),
});

const file = fc
  .record({
    attributions,
    dependencies: fc.array(fc.record({ a: rootId, b: rootId, level }), { maxLength: 6, size: "max" }),
    mentions: fc.array(mention, { minLength: 3, maxLength: 7, size: "max" }),
    links: fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(2)), { maxLength: 3 }),
    card: fc.constantFrom("content" as const, "content" as const, "speech-act" as const),
  })
  .map(({ attributions: told, dependencies, mentions: list, links, card }) => {
    const mentions = list.map((one, at) => ({ id: `m${at}`, ...one }));
    const reuse = links.flatMap(([from, to, direction]) => {
      const a = `m${from % list.length}`;
      const b = `m${to % list.length}`;
      return a === b ? [] : [{ a, b, original: [null, a, b][direction] ?? null }];
    });
    const roots = Array.from({ length: ROOTS }, (_, at) => ({
      id: `r${at}`,
      name: at === 7 ? null : `Root ${at}`,
    }));
    return {
      roots,
      attributions: told,
      dependencies: dependencies.filter((one) => one.a !== one.b),
      claims: [{ id: "c", card, mentions, reuse }],
    };
  });

function run(input: CorroborationFile) {
  const [result] = corroborate(corroborationInputSchema.parse(input));
  if (!result) throw new Error("no claim");
  return result;
}

function expectNotAbove(after: { low: number; high: number }, before: { low: number; high: number }) {
  expect(after.low).toBeLessThanOrEqual(before.low);
  expect(after.high).toBeLessThanOrEqual(before.high);
}

describe("corroboration, whatever the input", () => {
  test("the inputs tried hold ranges worth trying", () => {
    const results = fc.sample(file, { numRuns: 300, seed: 7 }).map(run);
    expect(results.filter((one) => one.high >= 2).length).toBeGreaterThan(100);
    expect(results.filter((one) => one.low < one.high).length).toBeGreaterThan(20);
  });

  test("adding a copy never raises the range: of known direction whoever it names, else a faithful one", () => {
    fc.assert(
      fc.property(file, fc.nat(), mention, fc.boolean(), (input, seed, other, isKnown) => {
        const [claim] = input.claims;
        const of = claim?.mentions[seed % claim.mentions.length];
        if (!claim || !of) return;
        const copy = isKnown ? { ...other, id: "copy" } : { ...of, id: "copy" };
        const reuse = [...claim.reuse, { a: of.id, b: "copy", original: isKnown ? of.id : null }];
        const after = run({ ...input, claims: [{ ...claim, mentions: [...claim.mentions, copy], reuse }] });
        const before = run(input);
        expectNotAbove(after, before);
        expect(after.clusters).toBe(before.clusters);
        expect(after.mentions).toBe(before.mentions + 1);
      }),
      { numRuns: 1500 },
    );
  });

  test("declaring a dependency never raises it", () => {
    fc.assert(
      fc.property(
        file,
        rootId,
        rootId,
        fc.constantFrom("known" as const, "possible" as const),
        (input, a, b, level) => {
          if (a === b) return;
          const after = run({ ...input, dependencies: [...input.dependencies, { a, b, level }] });
          expectNotAbove(after, run(input));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test("the order of the input never matters", () => {
    fc.assert(
      fc.property(file, fc.infiniteStream(fc.nat()), (input, seeds) => {
        const shuffle = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => ({ item, rank: Number(seeds.next().value) }))
            .toSorted((x, y) => x.rank - y.rank)
            .map(({ item }) => item);
        const turned = {
          roots: shuffle(input.roots),
          attributions: shuffle(input.attributions).map((one) => ({ ...one, restsOn: shuffle(one.restsOn) })),
          dependencies: shuffle(input.dependencies).map((one) => ({ ...one, a: one.b, b: one.a })),
          claims: input.claims.map((claim) => ({
            ...claim,
            mentions: shuffle(claim.mentions),
            reuse: shuffle(claim.reuse).map((one) => ({ ...one, a: one.b, b: one.a })),
          })),
        };
        expect(run(turned)).toEqual(run(input));
      }),
      { numRuns: 500 },
    );
  });

  test("the numbers keep their bounds, and 1 is suggested only where it may be", () => {
    fc.assert(
      fc.property(file, (input) => {
        const result = run(input);
        expect(result.low).toBeLessThanOrEqual(result.high);
        expect(result.high).toBeLessThanOrEqual(result.roots);
        expect(result.high).toBeLessThanOrEqual(result.clusters);
        expect(result.clusters).toBeLessThanOrEqual(result.mentions);
        expect(result.low === 0).toBe(result.high === 0);
        expect(result.why).not.toBe("");
        if (result.suggestedCredibility === 1) {
          expect(result.low).toBeGreaterThanOrEqual(2);
          expect(result.unexaminedPairs).toBe(0);
        }
        if (result.suggestedCredibility === 3) expect(result).toMatchObject({ high: 1, denials: 0 });
        if (input.claims[0]?.card === "speech-act") expect(result.suggestedCredibility).toBeNull();
        expect(result.steps.filter((step) => step.step === "unexamined").length).toBe(result.unexaminedPairs);
      }),
      { numRuns: 1000 },
    );
  });

  test("10,000 mentions of 10,000 roots", () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => String(at));
    const input = corroborationInputSchema.parse({
      roots: ids.map((id) => ({ id, name: id })),
      attributions: ids.map((id) => ({ id, root: id })),
      dependencies: ids
        .slice(1)
        .map((id, at) => ({ a: id, b: String(at), level: at % 2 ? "known" : "possible" })),
      claims: [
        {
          id: "c",
          mentions: ids.map((id) => ({ id, article: id, attribution: id, quantity: { value: Number(id) } })),
          reuse: ids.slice(1, 5000).map((id) => ({ a: id, b: "0", original: Number(id) % 3 ? "0" : null })),
        },
      ],
    });
    expect(corroborate(input)[0]?.mentions).toBe(10_000);
  });
});

describe("values", () => {
  const parsed = quantity.map((one) => quantitySchema.parse(one));

  test("the overview finds a conflict exactly when some pair conflicts", () => {
    fc.assert(
      fc.property(fc.array(parsed, { maxLength: 6 }), (list) => {
        const valued = list.map((one, at) => ({ mention: `m${at}`, quantity: one }));
        const relations = list.flatMap((one, at) =>
          list.slice(at + 1).map((other) => compareQuantities(one, other)),
        );
        const expected = relations.includes("conflict")
          ? "conflict"
          : relations.includes("compatible")
            ? "compatible"
            : "not-comparable";
        expect(compareAllQuantities(valued).relation).toBe(list.length < 2 ? null : expected);
      }),
      { numRuns: 1000 },
    );
  });

  test("at least 247 does not contradict about 600; more than 600 contradicts exactly 600", () => {
    const read = (value: number, qualifier: string) => quantitySchema.parse({ value, qualifier });
    expect(compareQuantities(read(247, "at-least"), read(600, "about"))).toBe("compatible");
    expect(compareQuantities(read(600, "more-than"), read(600, "exact"))).toBe("conflict");
    expect(compareQuantities(read(600, "at-least"), read(600, "at-most"))).toBe("compatible");
    expect(compareQuantities(read(600, "vague"), read(1, "exact"))).toBe("not-comparable");
    const dated = (asOf: string) => quantitySchema.parse({ value: asOf.length, asOf });
    expect(compareQuantities(dated("2031"), dated("2032-01"))).toBe("not-comparable");
  });
});
