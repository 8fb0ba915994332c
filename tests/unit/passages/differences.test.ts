import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDifferences, twinDifferences } from "@/lib/passages/differences";
import { asciiDigits, namesIn, numbersIn } from "@/lib/passages/words";

const values = (text: string) => numbersIn(text).map(({ value }) => value);

describe("numbers of a passage", () => {
  it.each([
    ["About 600 people fled.", [600]],
    ["Some 1,200 people fled.", [1_200]],
    ["Rund 1.200 Menschen flohen.", [1_200]],
    ["It cost 2.5 million euros.", [2_500_000]],
    ["Es kostete 2,5 Millionen Euro.", [2_500_000]],
    ["نحو ٦٠٠ شخص", [600]],
    ["लगभग ६०० लोग", [600]],
    ["約６００人が避難した", [600]],
    ["2.4万人が避難した", [24_000]],
    ["ชาวบ้าน๖๐๐คน", [600]],
    ["Seven people and twelve dogs", [7, 12]],
    ["Sieben Menschen", [7]],
    ["It happened on 12 March 2021.", []],
    ["one of the many", []],
  ])("of “%s” are read by value", (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it("are the same however their digits are grouped", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 999_999 }), (value) => {
        const grouped = (mark: string) =>
          `${Math.floor(value / 1000)}${mark}${String(value % 1000).padStart(3, "0")}`;
        for (const mark of [",", ".", " ", "’"])
          expect(values(`about ${grouped(mark)} people`)).toEqual([value]);
      }),
    );
  });

  it("leaves every text without digits of other scripts as it is", () => {
    fc.assert(fc.property(fc.string(), (text) => asciiDigits(text) === text));
  });
});

describe("names of a passage", () => {
  it.each([
    ["The mayor of Korva, Ada Lovel, spoke.", "en", ["Korva", "Ada Lovel"]],
    ["Yesterday people left.", "en", []],
    ["Ada Lovel's house burned in Korva.", "en", ["Ada Lovel", "Korva"]],
    ["Das Haus brannte, sagte Ada Lovel.", "de", ["Ada Lovel"]],
    ["Мэр города Корва Иван Петренко заявил.", "ru", ["Корва Иван Петренко"]],
    ["第七消防隊は出動した。", "ja", []],
  ])("of “%s”", (text, lang, expected) => {
    expect(namesIn(text, lang)).toEqual(expected);
  });

  it("are found where the register has them, in scripts without capitals too", () => {
    expect(namesIn("第七消防隊は出動した。", "ja", ["第七消防隊", "別の隊"])).toEqual(["第七消防隊"]);
  });
});

describe("what two passages say differently", () => {
  it.each([
    [
      "a number",
      "About 600 fled Korva.",
      "About 900 fled Korva.",
      { numbers: { first: ["About 600"], second: ["About 900"] } },
    ],
    ["no number in another notation", "1,200 fled.", "1.200 flohen.", { numbers: { first: [], second: [] } }],
    [
      "a name",
      "Fire in Korva, said Ada Lovel.",
      "Fire in Vellin, said Ada Lovel.",
      { names: { first: ["Korva"], second: ["Vellin"] } },
    ],
    [
      "no name for a surname alone",
      "We heard Ada Lovel speak.",
      "We heard Ms Lovel speak.",
      { names: { first: [], second: [] } },
    ],
  ])("tells %s", (_, first, second, expected) => {
    expect(twinDifferences({ text: first, lang: "en" }, { text: second, lang: "en" })).toMatchObject(
      expected,
    );
  });

  it.each([
    ["en", "According to the police 600 fled.", "600 fled."],
    ["en", "The town reportedly lost 600 houses.", "The town lost 600 houses."],
    ["de", "Laut Polizei flohen 600 Menschen.", "600 Menschen flohen."],
    ["fr", "Selon la police, 600 personnes ont fui.", "600 personnes ont fui."],
    ["es", "Según la policía huyeron 600.", "Huyeron 600."],
    ["it", "Secondo la polizia sono fuggiti in 600.", "Sono fuggiti in 600."],
    ["nl", "Volgens de politie vluchtten er 600.", "Er vluchtten er 600."],
    ["ru", "По данным полиции бежали 600 человек.", "Бежали 600 человек."],
    ["uk", "За словами поліції, втекли 600.", "Втекли 600."],
    ["ar", "بحسب الشرطة فر ٦٠٠ شخص.", "فر ٦٠٠ شخص."],
    ["ja", "警察によると600人が避難した。", "600人が避難した。"],
    ["zh", "据警方消息,600人撤离。", "600人撤离。"],
  ])("tells a dropped attribution in %s, whichever of both lacks it", (lang, told, bare) => {
    const there = twinDifferences({ text: told, lang }, { text: bare, lang });
    expect(there.attribution?.droppedBy).toBe("second");
    expect(told).toContain(there.attribution?.words);
    expect(twinDifferences({ text: bare, lang }, { text: told, lang }).attribution?.droppedBy).toBe("first");
  });

  it("says nothing where only the wording differs, nor of names across scripts", () => {
    expect(
      hasDifferences(
        twinDifferences(
          { text: "About 600 fled, police said." },
          { text: "Police say some 600 people fled." },
        ),
      ),
    ).toBe(false);
    expect(twinDifferences({ text: "Fire in Korva" }, { text: "Пожар в Корве" }).names).toEqual({
      first: [],
      second: [],
    });
  });

  it("finds nothing between a text and itself, and mirrors when both change places", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(hasDifferences(twinDifferences({ text: a }, { text: a }))).toBe(false);
        const [there, back] = [
          twinDifferences({ text: a }, { text: b }),
          twinDifferences({ text: b }, { text: a }),
        ];
        expect(back.numbers).toEqual({ first: there.numbers.second, second: there.numbers.first });
      }),
    );
  });
});
