import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeBlocks } from "@/lib/intake/blocks";
import { proposeCredits } from "@/lib/intake/credits";
import { normaliseText } from "@/lib/text/normalise";
import { expectPartition, kindsOf } from "./support";

describe("proposeBlocks", () => {
  it("names the parts of a whole article", () => {
    const text = [
      "Harbour pilots walk out in Lunde",
      "Eleven ships wait in the roads while the owners look for a judge",
      "By Ada Mirrow",
      "LUNDE, 3 May (Seawire) — The pilots of Lunde stopped work on Saturday, their union said.",
      "Pilots on the quay. Photo: Rolf Ash/Seawire",
      "Pilots on the quay. Photo: Rolf Ash/Seawire",
      "“We have waited since March,” the union's secretary, Bo Lindt, told reporters on the quay.",
      "A quiet morning",
      "Nobody was on the tugs by noon, and the gates of the eastern basin stayed shut all day long.",
      "Read also: What a pilot earns",
      "Ada Mirrow is the port correspondent of the Lunde Observer.",
      "Subscribe to our newsletter for more stories like this one.",
      "#Lunde #PortStrike",
      "Follow us ⚓",
    ].join("\n\n");
    expect(kindsOf(text)).toEqual([
      ...[
        "headline",
        "standfirst",
        "byline",
        "dateline",
        "body",
        "caption",
        "caption",
        "body",
        "subhead",
        "body",
      ],
      ...["interface", "bio", "appeal", "hashtags", "interface"],
    ]);
    const blocks = proposeBlocks(text);
    expectPartition(text, blocks);
    expect(proposeCredits(text, blocks).map((credit) => credit.name)).toEqual(["Seawire"]);
  });

  it.each([
    ["Foto: Mara Blau/dpa", "credit"],
    ["Фото: Укрінформ", "credit"],
    ["© 2025 Seawire", "credit"],
    ["Quelle: Seawire", "credit"],
    ["Джерело: Сівайр", "credit"],
    ["AP/dpa", "credit"],
    ["Traduit de l'anglais par Anne Sol", "credit"],
    ["Переклад: Олена Мирна", "credit"],
    ["Lesen Sie auch: Der Streik in Zahlen", "interface"],
    ["Читайте також: скільки заробляє лоцман", "interface"],
    ["Читайте также: сколько зарабатывает лоцман", "interface"],
    ["Lea también: la huelga en cifras", "interface"],
    ["Share", "interface"],
    ["Приєднуйтесь до нас у мережах", "interface"],
    ["Abonnieren Sie unseren Newsletter.", "appeal"],
    ["Suscríbete a nuestro boletín.", "appeal"],
    ["Підтримайте нашу редакцію.", "appeal"],
    ["#порт #страйк", "hashtags"],
    ["7.11.2031 - 08:05", "dateline"],
    ["Опубліковано: 14 травня 2031, 09:10", "dateline"],
  ])("hears what %s is", (line, kind) => {
    const text = `The harbour is shut\n\nNobody went to sea on Saturday, and nobody knew when.\n\n${line}\n\nThe owners said nothing until late on Sunday evening.`;
    expect(kindsOf(text)[2]).toBe(kind);
  });

  it("leaves sentences of the story alone that use the same words", () => {
    const story =
      "“Subscribe to our view or leave,” the minister told the pilots, who were asked to share their boats.";
    const filler = Array.from(
      { length: 8 },
      (_, index) => `On day ${index + 1} the pilots met again and went home.`,
    );
    const kinds = kindsOf(["Pilots meet", "They met and met.", "It rained.", story, ...filler].join("\n"));
    expect(kinds[3]).toBe("body");
  });

  it("takes the headline the file names, in another case or with a full stop", () => {
    const text =
      "Lunde\n\nPILOTS WALK OUT.\n\nThe pilots of Lunde stopped work on Saturday, their union said.";
    const blocks = proposeBlocks(text, { headline: "Pilots walk out" });
    expect(blocks.map((block) => block.kind)).toEqual(["body", "headline", "body"]);
  });

  it("gives a long first paragraph no headline", () => {
    const long = "The pilots of Lunde stopped work on Saturday, their union said. ".repeat(6);
    expect(kindsOf(`${long}\n${long}x`)).toEqual(["body", "body"]);
  });

  it("joins the lines of a text that was wrapped to a width", () => {
    const wrapped = Array.from(
      { length: 6 },
      () => "a line of some sixty characters that was cut by a mail program",
    ).join("\n");
    expect(proposeBlocks(`${wrapped}\n\n${wrapped}`)).toHaveLength(2);
  });

  it("cuts a dateline of a right-to-left text in code points", () => {
    const text = "إضراب في الميناء 🚢\n\nلوندي (سيواير) — توقف المرشدون عن العمل يوم السبت.";
    const blocks = proposeBlocks(text, { lang: "ar" });
    expect(blocks.map((block) => block.kind)).toEqual(["headline", "dateline", "body"]);
    expectPartition(text, blocks);
    expect(proposeCredits(text, blocks).map((credit) => credit.name)).toEqual(["سيواير"]);
  });

  it("halves its lengths for Chinese", () => {
    const text =
      "港口引航员罢工\n\n隆德港的引航员周六停止工作，工会表示他们自三月以来一直在等待答复。\n\n照片：海讯社";
    const blocks = proposeBlocks(text, { lang: "zh" });
    expect(blocks.map((block) => block.kind)).toEqual(["headline", "body", "credit"]);
    expectPartition(text, blocks);
  });

  it("partitions every text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom(
        "\n",
        "\n\n",
        " \n",
        "😀",
        "👩‍👩‍👧",
        "e\u0301",
        "سد",
        "水。",
        "KORVA (AP) — ",
        "Photo: AP",
        "#a #b",
        "By Ann Lee",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { text } = normaliseText(pieces.join(""));
        expectPartition(text, proposeBlocks(text));
      }),
    );
  });

  it("reads hostile lines without going back over them for ever", () => {
    for (const line of [
      `By ${"Aa ".repeat(30)}`,
      "A".repeat(599),
      "(".repeat(599),
      "Photo: ".repeat(80),
      "Aa, ".repeat(140),
    ]) {
      const text = `Title\n\n${line}\n\n${line}\n\n${"x ".repeat(40_000)}`;
      expectPartition(text, proposeBlocks(text));
    }
  });
});
