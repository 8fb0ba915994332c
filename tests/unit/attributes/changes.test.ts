import { describe, expect, it } from "vitest";
import { effectsOf, refuseSuccession } from "@/lib/attributes/changes";
import { attributeOf, choicesOf } from "../../support/attributes";

const level = attributeOf({
  key: "level",
  type: "choice",
  label: "Level",
  choices: choicesOf("low", "high"),
});
const count = attributeOf({ key: "count", type: "number", label: "Count" });
const counts = { open: 4, submitted: 1, finished: 0 };

describe("a new version of a project's attributes", () => {
  it("keeps every key, type and choice that was published", () => {
    expect(refuseSuccession([level, count], [count])).toMatchObject({ code: "attribute-gone" });
    expect(refuseSuccession([count], [{ ...count, type: "text" }])).toMatchObject({
      code: "attribute-type-changed",
    });
    expect(refuseSuccession([level], [{ ...level, choices: choicesOf("low") }])).toMatchObject({
      code: "choice-gone",
    });
  });

  it("may retire, rename, reorder and add", () => {
    const next = {
      ...level,
      label: "Degree",
      choices: [...choicesOf("high", "mid"), { key: "low", label: "low", isRetired: true }],
    };
    expect(refuseSuccession([level, count], [{ ...count, isRetired: true }, next])).toBeNull();
  });

  it("says of each change what it does to open, handed in and finished articles", () => {
    const next = {
      ...level,
      isRequired: true,
      choices: [...choicesOf("high", "mid"), { key: "low", label: "low", isRetired: true }],
    };
    const effects = effectsOf([level, count], [{ ...count, isRetired: true }, next], counts);
    expect(effects.map(({ what }) => what)).toEqual([
      "Claim: Count: is not asked any more.",
      "Claim: Level: must be answered.",
      "Claim: Level: a new choice, “mid”.",
      "Claim: Level: “low” cannot be chosen any more.",
      "Claim: Level: its choices stand in another order.",
      "The order in which attributes are asked changes.",
    ]);
    expect(effects[0]).toMatchObject({
      open: expect.stringContaining("4 articles"),
      submitted: "1 article keeps what is said, as it was said.",
      finished: "There are none.",
    });
  });

  it("says what is asked for the first time, and nothing where nothing is new", () => {
    expect(effectsOf([], [count], counts)).toMatchObject([
      { what: "Claim: Count is asked, and may be left out." },
    ]);
    expect(effectsOf([level, count], [level, count], counts)).toEqual([]);
  });
});
