import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AttributeDefinition,
  attributeDefinitions,
  attributeTypes,
  keyFrom,
  reservedKeys,
} from "@/lib/attributes/schema";
import { checkValues, missingOf, readNumber, schemaOf, wordsOf } from "@/lib/attributes/values";
import { attributionAttributes, claimAttributes, duplicateAttributes } from "@/lib/layers/schema";
import { attributeOf, choicesOf } from "../../support/attributes";

const certainty = attributeOf({
  key: "certainty",
  type: "choice",
  isRequired: true,
  choices: [
    { key: "low", label: "Low", isRetired: false },
    { key: "high", label: "High", isRetired: false },
    { key: "unknown", label: "Unknown", isRetired: true },
  ],
});
const topics = attributeOf({ key: "topics", type: "choices", choices: choicesOf("war", "water", "money") });
const dead = attributeOf({ key: "dead", type: "number", min: 0, max: 1000, unit: "people" });
const why = attributeOf({ key: "why", type: "text" });
const seen = attributeOf({ key: "seen", type: "date" });
const all = [certainty, topics, dead, why, seen];

describe("the values of a project's own attributes", () => {
  it("are taken where the definition allows them, choices in its order", () => {
    const own = {
      certainty: "high",
      topics: ["money", "war"],
      dead: 247,
      why: "  counted  ",
      seen: "2026-02-28",
    };
    expect(checkValues(all, "claim", own)).toEqual({
      values: { ...own, topics: ["war", "money"], why: "counted" },
    });
  });

  it.each([
    ["a choice that is none", { certainty: "middling" }, "invalid-attributes"],
    ["a retired choice", { certainty: "unknown" }, "invalid-attributes"],
    ["a choice twice", { topics: ["war", "war"] }, "invalid-attributes"],
    ["no choice at all", { topics: [] }, "invalid-attributes"],
    ["a number beyond its bounds", { dead: 1001 }, "invalid-attributes"],
    ["a number as text", { dead: "7" }, "invalid-attributes"],
    ["no number", { dead: Number.NaN }, "invalid-attributes"],
    ["a day that is none", { seen: "2026-02-30" }, "invalid-attributes"],
    ["blank words", { why: "   " }, "invalid-attributes"],
    ["an unknown key", { mood: "calm" }, "unknown-attribute"],
    ["a key that every object has", { constructor: "x" }, "unknown-attribute"],
  ])("refuses %s", (_what, own, code) => {
    expect(checkValues(all, "claim", own)).toMatchObject({ code });
  });

  it("refuses an attribute of another kind of mark, and one that is not asked any more", () => {
    expect(checkValues(all, "attribution", { dead: 1 })).toMatchObject({ code: "unknown-attribute" });
    const retired = [{ ...dead, isRetired: true }];
    expect(checkValues(retired, "claim", { dead: 1 })).toMatchObject({ code: "unknown-attribute" });
  });

  it("may stay as a mark had them, whatever was retired or narrowed since", () => {
    const before = { certainty: "unknown", dead: 2000, gone: "x" };
    expect(checkValues(all, "claim", { ...before, why: "new" }, [before])).toEqual({
      values: { ...before, why: "new" },
    });
    expect(checkValues(all, "claim", { ...before, dead: 2001 }, [before])).toMatchObject({
      code: "invalid-attributes",
    });
  });

  it("are missed where they are required and asked, and nowhere else", () => {
    expect(missingOf(all, "claim", {}).map(({ key }) => key)).toEqual(["certainty"]);
    expect(missingOf(all, "claim", { certainty: "low" })).toEqual([]);
    expect(missingOf(all, "duplicate", {})).toEqual([]);
    expect(missingOf([{ ...certainty, isRetired: true }], "claim", {})).toEqual([]);
  });

  it("are said in words, retired choices too", () => {
    expect(wordsOf(certainty, "unknown")).toBe("Unknown");
    expect(wordsOf(topics, ["war", "money"])).toBe("war, money");
    expect(wordsOf(dead, 247)).toBe("247 people");
    expect(wordsOf(why, undefined)).toBe("");
  });

  it("are read as people type numbers", () => {
    expect(["1 200", "3,5", "-.5", "1e3"].map(readNumber)).toEqual([1200, 3.5, -0.5, 1000]);
    expect(["", "about 5", "1.2.3", "Infinity", "0x10"].map(readNumber)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("once taken are taken again unchanged, and survive JSON", () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.array(fc.constantFrom("war", "water", "money", "x")));
    fc.assert(
      fc.property(fc.constantFrom(...all), value, (definition, given) => {
        const first = schemaOf(definition).safeParse(given);
        if (!first.success) return;
        const again = schemaOf(definition).parse(JSON.parse(JSON.stringify(first.data)));
        // JSON has no negative zero.
        expect(again === 0 ? 0 : again).toEqual(first.data === 0 ? 0 : first.data);
      }),
    );
  });
});

describe("a set of attributes", () => {
  it("has each key once a kind; the same key may be asked of another kind", () => {
    expect(attributeDefinitions.safeParse([dead, dead]).success).toBe(false);
    expect(attributeDefinitions.safeParse([dead, { ...dead, kind: "duplicate" }]).success).toBe(true);
  });

  it("refuses choices without one that can be taken, bounds upside down, and keys of the vocabulary", () => {
    const wrong: Partial<AttributeDefinition>[] = [
      { ...certainty, choices: [{ key: "a", label: "A", isRetired: true }] },
      { ...dead, min: 2, max: 1 },
      { ...why, key: "note" },
      { ...why, key: "kind" },
      { ...why, key: "Bad Key" },
      { ...why, choices: choicesOf("a") },
      { ...topics, choices: choicesOf("a", "a") },
    ];
    for (const one of wrong) expect(attributeDefinitions.safeParse([one]).success).toBe(false);
  });

  it("never names a field that marks have already, in whatever case", () => {
    const taken = [claimAttributes, attributionAttributes, duplicateAttributes].flatMap(({ shape }) =>
      Object.keys(shape).map((key) => key.toLowerCase()),
    );
    expect(taken.filter((key) => !reservedKeys.includes(key))).toEqual([]);
  });

  it("makes keys of names that are keys or nothing", () => {
    expect(keyFrom("How sure? (1–5)")).toBe("how_sure_1_5");
    expect(keyFrom("Gewißheit")).toBe("gewi_heit");
    expect(keyFrom("2nd source")).toBe("nd_source");
    expect(keyFrom("سؤال")).toBe("");
    fc.assert(fc.property(fc.string(), (words) => /^([a-z][a-z0-9_]{0,39})?$/.test(keyFrom(words))));
  });

  it("knows every type", () => {
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(attributeTypes));
  });
});
