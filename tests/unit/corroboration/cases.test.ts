import { describe, expect, test } from "vitest";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { corroborate } from "@/lib/corroboration/corroborate";
import { joinsMentions } from "@/lib/corroboration/reuse";
import { type CorroborationFile, corroborationInputSchema } from "@/lib/corroboration/schema";
import { describeCorroboration } from "@/lib/corroboration/sentence";

type Claim = NonNullable<CorroborationFile["claims"]>[number];

function run(file: CorroborationFile) {
  const [result] = corroborate(corroborationInputSchema.parse(file));
  if (!result) throw new Error("no claim");
  return result;
}

const roots = ["staff", "courier", "herald", "owner"].map((id) => ({
  id,
  name: `The ${id}`,
  kind: "outlet",
}));

function claimOf(attributions: (string | null)[], rest: Partial<Claim> = {}): Claim {
  const mentions = attributions.map((attribution, at) => ({ id: `m${at}`, article: `a${at}`, attribution }));
  return { id: "c", mentions, ...rest };
}

describe("worked cases", () => {
  test("five outlets report one speaker's promise: 5 mentions, 1–1", () => {
    const attributions = [1, 2, 3, 4, 5].map((at) => ({ id: `t${at}`, root: "staff" }));
    const result = run({
      roots,
      attributions,
      claims: [
        claimOf(
          attributions.map((one) => one.id),
          { card: "speech-act" },
        ),
      ],
    });
    expect(result).toMatchObject({ mentions: 5, articles: 5, clusters: 5, roots: 1, low: 1, high: 1 });
    expect(result).toMatchObject({ suggestedCredibility: null, unexaminedPairs: 0 });
    expect(describeCorroboration(result, "speech-act")).toContain("1 speaker.");
  });

  test("a party's count and a newspaper's from that party's videos: 1–2, values by their intervals", () => {
    const file = (low: number): CorroborationFile => ({
      roots,
      attributions: [
        { id: "said", root: "staff" },
        { id: "counted", root: "courier", restsOn: [{ root: "staff", type: "analyses" }] },
      ],
      claims: [
        {
          id: "c",
          mentions: [
            {
              id: "m1",
              article: "a",
              attribution: "said",
              quantity: { value: 600, qualifier: "about", unit: "men" },
            },
            {
              id: "m2",
              article: "b",
              attribution: "counted",
              quantity: { value: low, qualifier: "at-least", unit: "men" },
            },
          ],
        },
      ],
    });
    const result = run(file(247));
    expect(result).toMatchObject({ low: 1, high: 2, unexaminedPairs: 0, suggestedCredibility: 2 });
    expect(result.steps.at(-1)).toMatchObject({ step: "values", relation: "compatible" });
    expect(describeCorroboration(result, "content")).toBe(
      "2 mentions in 2 articles. 2 origins: The courier, The staff. Independent: 1–2, because it cannot be " +
        "excluded: The courier worked from material of The staff. Values compatible.",
    );
    expect(run(file(900)).steps.at(-1)).toMatchObject({
      relation: "conflict",
      conflicts: [{ a: "m1", b: "m2" }],
    });
    const overruled = {
      ...file(247),
      dependencies: [{ a: "staff", b: "courier", level: "independent" as const }],
    };
    expect(run(overruled)).toMatchObject({ low: 2, high: 2, suggestedCredibility: 1 });
  });

  test("seven mentions all 'reports say': 0–0 though four articles carry it, a denial beside it", () => {
    const mentions = [1, 2, 3, 4, 5, 6, 7].map((at) => ({
      id: `m${at}`,
      article: `a${at % 4}`,
      attribution: "rep",
    }));
    const result = run({
      roots,
      attributions: [
        { id: "rep", root: "herald", restsOn: [{ type: "relays" }] },
        { id: "no", root: "staff" },
      ],
      claims: [
        {
          id: "c",
          mentions: [...mentions, { id: "m8", article: "a1", attribution: "no", stance: "denies" }],
        },
      ],
    });
    expect(result).toMatchObject({
      mentions: 8,
      articles: 4,
      unnamed: 7,
      roots: 0,
      low: 0,
      high: 0,
      denials: 1,
    });
    expect(result.suggestedCredibility).toBe(6);
  });

  test("headline, body sentence and spun paragraph: 3 mentions, 1 cluster", () => {
    const result = run({
      roots,
      attributions: [{ id: "said", root: "staff" }],
      claims: [
        claimOf([null, "said", null], {
          reuse: [
            { a: "m0", b: "m1" },
            { a: "m1", b: "m2", original: "m1" },
          ],
        }),
      ],
    });
    expect(result).toMatchObject({ mentions: 3, clusters: 1, low: 1, high: 1, suggestedCredibility: 3 });
  });

  test("two analysts' opinions are two independent assessments, not corroboration", () => {
    const result = run({
      roots,
      attributions: [
        { id: "x", root: "staff" },
        { id: "y", root: "courier" },
      ],
      claims: [
        {
          id: "c",
          mentions: [
            { id: "m1", attribution: "x", kind: "assessment" },
            { id: "m2", attribution: "y", kind: "assessment" },
          ],
        },
      ],
    });
    expect(result).toMatchObject({ assessments: 2, low: 0, high: 0, suggestedCredibility: null });
    expect(describeCorroboration(result, "content")).toContain("2 independent assessments.");
  });
});

describe("chains", () => {
  test("the outlet ← the deputy's letter ← media reports has no root; a named end has one", () => {
    const attributions = (end: string | null) => [
      { id: "outlet", root: "herald" },
      {
        id: "letter",
        root: "courier",
        nestedIn: "outlet",
        restsOn: [{ attribution: "media", type: "relays" as const }],
      },
      { id: "media", root: end },
    ];
    for (const from of ["outlet", "letter"]) {
      expect(run({ roots, attributions: attributions(null), claims: [claimOf([from])] })).toMatchObject({
        unnamed: 1,
        high: 0,
      });
      const named = run({ roots, attributions: attributions("staff"), claims: [claimOf([from])] });
      expect(named.steps.find((step) => step.step === "root")).toMatchObject({
        root: "staff",
        mentions: ["m0"],
      });
    }
  });

  test("a circle is refused with its ids", () => {
    const attributions = [
      { id: "a", root: "staff", restsOn: [{ attribution: "b", type: "relays" as const }] },
      { id: "b", restsOn: [{ attribution: "a", type: "relays" as const }] },
      { id: "c", restsOn: [{ attribution: "a", type: "relays" as const }] },
    ];
    const refused = () => run({ roots, attributions, claims: [claimOf(["c"])] });
    expect(refused).toThrow(AttributionCycleError);
    expect(refused).toThrow("a → b → a");
  });

  test("a circle is refused where the walk to the root would not pass it", () => {
    const relays = (attribution: string) => [{ attribution, type: "relays" as const }];
    const aside = [
      { id: "a", root: "staff", restsOn: relays("b") },
      { id: "b", root: "courier", restsOn: relays("a") },
      { id: "inner", root: "herald", nestedIn: "a" },
    ];
    expect(() => run({ roots, attributions: aside, claims: [claimOf(["a"])] })).toThrow("a → b → a");
    const analysed = [
      { id: "a", root: "staff", restsOn: [{ attribution: "b", type: "analyses" as const }] },
      { id: "b", nestedIn: "a", restsOn: relays("a") },
    ];
    expect(() => run({ roots, attributions: analysed, claims: [] })).toThrow(AttributionCycleError);
  });

  test("whoever analysed depends, perhaps, on all who held the material before, and nobody else does", () => {
    const attributions = [
      { id: "counted", root: "courier", restsOn: [{ attribution: "checked", type: "analyses" as const }] },
      { id: "checked", root: "owner", restsOn: [{ root: "staff", type: "analyses" as const }] },
      { id: "said", root: "staff" },
      { id: "apart", root: "herald" },
    ];
    const result = run({ roots, attributions, claims: [claimOf(["counted", "said", "apart"])] });
    expect(result).toMatchObject({ roots: 3, low: 2, high: 3, unexaminedPairs: 2 });
  });

  test("a source without a name is no root", () => {
    for (const root of [
      { id: "u", name: null },
      { id: "u", name: " " },
      { id: "u", name: "x", kind: "unnamed" },
    ]) {
      const result = run({ roots: [root], attributions: [{ id: "t", root: "u" }], claims: [claimOf(["t"])] });
      expect(result).toMatchObject({ unnamed: 1, high: 0 });
    }
  });
});

describe("reuse", () => {
  const attributions = [{ id: "s", root: "staff" }, { id: "c", root: "courier" }, { id: "none" }];

  test("the original's root where the direction is known, else all roots as one", () => {
    const known = claimOf(["s", "c"], { reuse: [{ a: "m0", b: "m1", original: "m0" }] });
    expect(run({ roots, attributions, claims: [known] })).toMatchObject({ roots: 1, low: 1, high: 1 });
    const unknown = claimOf(["s", "c"], { reuse: [{ a: "m0", b: "m1" }] });
    expect(run({ roots, attributions, claims: [unknown] })).toMatchObject({
      roots: 2,
      high: 1,
      unexaminedPairs: 0,
    });
    const invented = claimOf(["none", "c"], { reuse: [{ a: "m0", b: "m1", original: "m0" }] });
    expect(run({ roots, attributions, claims: [invented] })).toMatchObject({ roots: 0, high: 0 });
  });

  test("directions that contradict each other leave it unknown", () => {
    const both = [
      { a: "m0", b: "m1", original: "m0" },
      { a: "m0", b: "m1", original: "m1" },
    ];
    const result = run({ roots, attributions, claims: [claimOf(["s", "c"], { reuse: both })] });
    expect(result).toMatchObject({ roots: 2, high: 1 });
    expect(result.steps[0]).toMatchObject({ step: "cluster", direction: "unknown" });
  });

  test("both passages of a link cover at least half of the claims", () => {
    const claim = [{ start: 10, end: 20 }];
    const half = { claim, passage: [{ start: 0, end: 15 }] };
    expect(joinsMentions(half, { claim, passage: claim })).toBe(true);
    expect(joinsMentions(half, { claim, passage: [{ start: 16, end: 40 }] })).toBe(false);
  });
});

describe("suggested credibility", () => {
  const attributions = roots.map((root) => ({ id: root.id, root: root.id }));
  const pair = (a: string, b: string, level: "known" | "possible" | "independent") => ({
    a,
    b,
    level,
    why: "w",
  });

  test("1 only when examined, 2 before; two papers of one owner are one", () => {
    const claims = [claimOf(["staff", "courier"])];
    expect(run({ roots, attributions, claims })).toMatchObject({
      low: 2,
      unexaminedPairs: 1,
      suggestedCredibility: 2,
    });
    const judged = [pair("courier", "staff", "independent")];
    expect(run({ roots, attributions, claims, dependencies: judged }).suggestedCredibility).toBe(1);
    const owned = [pair("courier", "owner", "known"), pair("owner", "staff", "known")];
    expect(run({ roots, attributions, claims, dependencies: owned })).toMatchObject({
      low: 1,
      high: 1,
      unexaminedPairs: 0,
      suggestedCredibility: 3,
    });
  });

  test("conflicting values stand beside the 1 of two origins, and bar the 3 of one", () => {
    const valued = (attributions: string[]) => ({
      id: "c",
      mentions: attributions.map((attribution, at) => ({
        id: `m${at}`,
        attribution,
        quantity: 100 * (at + 1),
      })),
    });
    const dependencies = [pair("courier", "staff", "independent")];
    const two = run({ roots, attributions, dependencies, claims: [valued(["staff", "courier"])] });
    expect(two).toMatchObject({ low: 2, suggestedCredibility: 1 });
    expect(two.why).toContain("values conflict");
    const one = run({ roots, attributions, claims: [valued(["staff", "staff"])] });
    expect(one).toMatchObject({ high: 1, suggestedCredibility: null });
  });

  test("unexamined pairs, of assessments too, bar the 1", () => {
    const { mentions = [] } = claimOf(["staff", "courier"]);
    const opinions = ["herald", "owner"].map((attribution) => ({
      id: attribution,
      attribution,
      kind: "assessment" as const,
    }));
    const dependencies = [pair("courier", "staff", "independent")];
    const claims = [{ id: "c", mentions: [...(mentions ?? []), ...opinions] }];
    expect(run({ roots, attributions, dependencies, claims })).toMatchObject({
      assessments: 2,
      unexaminedPairs: 1,
      suggestedCredibility: 2,
    });
  });

  test("an independent denial bars 1, and a denial bars 3", () => {
    const deny = { id: "d", attribution: "herald", stance: "denies" as const };
    const two = claimOf(["staff", "courier"]);
    const dependencies = [pair("courier", "staff", "independent")];
    const denied = { ...two, mentions: [...(two.mentions ?? []), deny] };
    expect(run({ roots, attributions, claims: [denied], dependencies }).suggestedCredibility).toBe(2);
    const dependent = [...dependencies, pair("herald", "staff", "known")];
    expect(run({ roots, attributions, claims: [denied], dependencies: dependent }).suggestedCredibility).toBe(
      1,
    );
    const one = claimOf(["staff"]);
    const result = run({
      roots,
      attributions,
      claims: [{ ...one, mentions: [...(one.mentions ?? []), deny] }],
    });
    expect(result).toMatchObject({ high: 1, denials: 1, suggestedCredibility: null });
    expect(result.why).not.toBe("");
  });

  test("tells of a dependence only where it lies between two origins of the claim", () => {
    const merges = (claim: Claim) =>
      run({ roots, attributions, claims: [claim], dependencies }).steps.filter(
        (step) => step.step === "merge",
      );
    const dependencies = [pair("courier", "staff", "possible"), pair("herald", "courier", "possible")];
    expect(merges(claimOf(["staff"]))).toEqual([]);
    expect(merges(claimOf(["staff", "herald"]))).toHaveLength(2);
  });
});

describe("the file", () => {
  test("what is missing means none, what is unknown is named", () => {
    expect(corroborate(corroborationInputSchema.parse({}))).toEqual([]);
    const bad = corroborationInputSchema.safeParse({
      roots: [{ id: "r" }, { id: "r" }],
      dependencies: [{ a: "r", b: "r", level: "known" }],
      claims: [{ id: "c", mentions: [{ id: "m", attribution: "nowhere" }], reuse: [{ a: "m", b: "x" }] }],
    });
    const messages = bad.error?.issues.map((issue) => issue.message) ?? [];
    expect(messages).toEqual([
      'The root id "r" is used twice.',
      'Root "r" cannot depend on itself.',
      'Claim "c" names the unknown attribution "nowhere".',
      'Claim "c" names the unknown mention "x".',
    ]);
  });
});
