import { describe, expect, it } from "vitest";
import { parsePublished } from "@/lib/intake/dates";
import { canonicalLanguage, proposeLanguage, textDirection } from "@/lib/intake/language";
import { proposeTranslated } from "@/lib/intake/translated";

describe("proposeLanguage", () => {
  it.each([
    ["en", "The pilots of the harbour stopped work on Saturday because nobody had answered their letter."],
    [
      "de",
      "Die Lotsen des Hafens haben am Samstag die Arbeit niedergelegt, weil niemand auf ihren Brief geantwortet hat.",
    ],
    [
      "uk",
      "Лоцмани порту припинили роботу в суботу, бо ніхто не відповів на їхній лист, повідомила профспілка.",
    ],
    [
      "ru",
      "Лоцманы порта прекратили работу в субботу, потому что никто не ответил на их письмо, сообщил профсоюз.",
    ],
    ["ar", "توقف المرشدون في الميناء عن العمل يوم السبت لأن أحدا لم يرد على رسالتهم"],
    ["he", "הנתבים בנמל הפסיקו לעבוד ביום שבת כי איש לא ענה על מכתבם"],
    ["zh", "港口的引航员周六停止工作，因为没有人回复他们的信。"],
    ["ja", "港の水先人は土曜日に仕事を止めた。誰も手紙に答えなかったからだ。"],
  ])("finds %s", (language, text) => {
    expect(proposeLanguage(text)).toBe(language);
  });

  it("does not guess from too little", () => {
    expect(proposeLanguage("Ship 12 🚢")).toBeNull();
    expect(proposeLanguage("#port #strike https://lunde.example/pilots/walk/out/in/the/harbour")).toBeNull();
    expect(proposeLanguage("")).toBeNull();
  });
});

describe("textDirection", () => {
  it("follows the script of the language when it is known", () => {
    expect(textDirection("ar", "Lunde")).toBe("rtl");
    expect(textDirection("ar-Latn", "mina")).toBe("ltr");
    expect(textDirection("en", "سد")).toBe("ltr");
  });

  it("follows most letters otherwise", () => {
    expect(textDirection(null, "سد برانيك AP")).toBe("rtl");
    expect(textDirection("not a tag", "ship")).toBe("ltr");
    expect(textDirection(undefined, "12 🚢")).toBe("ltr");
  });
});

it("writes language tags in their canonical form", () => {
  expect(canonicalLanguage("EN_us")).toBe("en-US");
  expect(canonicalLanguage("klingon!")).toBeNull();
});

describe("parsePublished", () => {
  it.each([
    ["2031-05-14T13:05:00+02:00", { publishedAt: "2031-05-14T11:05:00.000Z", publishedHasZone: true }],
    ["2031-05-14T13:05:00+0200", { publishedAt: "2031-05-14T11:05:00.000Z", publishedHasZone: true }],
    ["Wed, 14 May 2031 13:05:00 GMT", { publishedAt: "2031-05-14T13:05:00.000Z", publishedHasZone: true }],
    ["2031-05-14 13:05", { publishedAt: "2031-05-14T13:05", publishedHasZone: false }],
    ["2031-05-14", { publishedAt: "2031-05-14", publishedHasZone: false }],
    ["2031-02-30", null],
    ["2031-05-14T25:00", null],
    ["14/05/31", null],
    ["yesterday", null],
  ])("reads %s", (value, time) => {
    expect(parsePublished(value)).toEqual(time);
  });
});

describe("proposeTranslated", () => {
  it("believes a notice at the head or foot, and nothing else", () => {
    const story = Array.from({ length: 12 }, (_, index) => `On day ${index} the pilots waited.`).join("\n");
    expect(proposeTranslated(`Streik\nDieser Text wurde automatisch übersetzt.\n${story}`)).toBe("machine");
    expect(proposeTranslated(`${story}\nTranslated by Ann Lee`)).toBe("human");
    expect(proposeTranslated(`${story}\nThe letter was machine translated, he said.\n${story}`)).toBeNull();
    expect(proposeTranslated(story)).toBeNull();
  });
});
