import { describe, expect, it } from "vitest";
import { listClauses } from "@/lib/text/clauses";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listQuotations } from "@/lib/text/quotations";
import { listSentences } from "@/lib/text/sentences";
import type { Span } from "@/lib/text/span";

function wordsOf(
  text: string,
  list: (index: ReturnType<typeof indexCodePoints>) => readonly Span[],
): string[] {
  const index = indexCodePoints(text);
  return list(index).map((span) => sliceCodePoints(index, span));
}

describe("sentences, by language", () => {
  it.each([
    ["de", ["Er kam am 3. Oktober an.", "Dr. Weiß war z. B. nicht da.", "Das war’s."]],
    ["de", ["Die Brücke (Bj. 1962) hielt ca. 40 t aus.", "Niemand starb."]],
    ["de", ["Ich mag.", "Du nicht."]],
    ["de", ["„Ist es sicher?“, fragte sie.", "Ja."]],
    ["fr", ["M. Dupont est arrivé.", "Mme. Roy, env. 40 ans, dort.", "Fin."]],
    ["es", ["El Sr. Ruiz y la Sra. Gil llegaron.", "¿Quién fue?", "¡Nadie!"]],
    ["ru", ["Г-н Иванов, т. е. мэр, приехал в 2020 г. в город.", "Никто не погиб."]],
    ["ru", ["Прибыло ок. 600 чел. и 3 т. груза.", "Всё."]],
    ["ru", ["«Мы считали лампы», — сказал он.", "Потом ушёл."]],
    ["ru", ["— Вода спала, — сказал он.", "— Мы вернулись."]],
    ["en", ["“Is it safe?” the mayor asked.", "“Yes!” said Varga."]],
    ["en", ["It rose 3.5 m at 4 p.m. Tuesday.", "Nobody left."]],
    ["en", ["He works for Nord Inc. in Korva.", "He left at 5 a.m.", "The rest stayed."]],
    ["en", ["What… is this?", "Well... he said.", "Then left."]],
    ["ar", ["قال العمدة: «الجسر آمن».", "غمرت المياه أربعين منزلا؟", "نعم."]],
    ["pl", ["Burmistrz, tj. prof. Nowak, mówił ok. godz. 5.", "Nikt nie słuchał."]],
    ["cs", ["Ve 3. patře, tzv. půdě, bylo 5 lidí.", "Pan Ing. Novák odešel."]],
    ["nl", ["Het kostte ca. 5 mln. euro.", "De heer J. P. de Vries bleef."]],
    ["it", ["Il sig. Rossi e il dott. Bianchi arrivarono.", "Fine."]],
    ["tr", ["Sayın Dr. Kaya geldi.", "Köprü sağlam mı?", "Evet."]],
    ["el", ["Ο δήμαρχος είπε: «Είναι ασφαλές».", "Ποιος το είδε;", "Κανείς."]],
    ["hi", ["बांध टूट गया।", "600 लोग बचाए गए।"]],
    ["ko", ["제방이 무너졌다.", "600명이 구조됐다."]],
  ])("%s: %j", (lang, sentences) => {
    expect(wordsOf(sentences.join(" "), (index) => listSentences(index, lang))).toEqual(sentences);
  });

  it.each([
    ["ja", ["「堤は持った。」と市長は言った。", "水は引いた！"]],
    ["zh", ["“大坝安全。”市长说。", "约600人获救。"]],
    ["zh", ["“大坝安全。”", "第二天水退了。"]],
  ])("%s, without blanks: %j", (lang, sentences) => {
    expect(wordsOf(sentences.join(""), (index) => listSentences(index, lang))).toEqual(sentences);
  });
});

describe("clauses, by language", () => {
  it.each([
    ["Das Wasser stieg, sagte sie, und niemand floh.", ["Das Wasser stieg", "sagte sie, und niemand floh."]],
    ["大坝决口，市长说，约600人获救；房屋被淹。", ["大坝决口", "市长说", "约600人获救", "房屋被淹。"]],
    [
      "قال العمدة إن الجسر آمن، وأضاف أن المياه تنحسر؛ ولا خطر.",
      ["قال العمدة إن الجسر آمن", "وأضاف أن المياه تنحسر", "ولا خطر."],
    ],
    ["— Вода спала, — сказал он, — и мы вернулись.", ["Вода спала", "сказал он", "и мы вернулись."]],
    [
      "La presa cedió, según el alcalde: 600 personas huyeron.",
      ["La presa cedió", "según el alcalde", "600 personas huyeron."],
    ],
    ["堤は持った、と市長は言った。", ["堤は持った", "と市長は言った。"]],
    ["Ο δήμαρχος είπε ότι άντεξε· το νερό έπεσε.", ["Ο δήμαρχος είπε ότι άντεξε", "το νερό έπεσε."]],
    ["बांध टूटा, मेयर ने कहा; लोग बचे।", ["बांध टूटा", "मेयर ने कहा", "लोग बचे।"]],
  ])("%s", (text, clauses) => {
    expect(wordsOf(text, (index) => listClauses(index, { start: 0, end: index.length }))).toEqual(clauses);
  });
});

describe("quotations, by language", () => {
  it.each([
    ["「堤は『安全』だ」と。", ["「堤は『安全』だ」", "『安全』"]],
    ["他说：“大坝‘安全’。”", ["“大坝‘安全’。”", "‘安全’"]],
    ["他說：「大壩『安全』。」", ["「大壩『安全』。」", "『安全』"]],
    ["قال: «الجسر آمن».", ["«الجسر آمن»"]],
    ["قال: ”الجسر آمن“.", ["”الجسر آمن“"]],
    ["„Він тримався“, — сказав він.", ["„Він тримався“"]],
    ["«Гребля „Корва“ тримається»", ["«Гребля „Корва“ тримається»", "„Корва“"]],
    ["”Dammen höll”, sade hon.", ["”Dammen höll”"]],
    ["»Dæmningen holdt,« sagde hun.", ["»Dæmningen holdt,«"]],
    ["« On comptait », dit-il.", ["« On comptait »"]],
    ["«Κρατάει», είπε.", ["«Κρατάει»"]],
    ["„Magyar »idézet« itt.”", ["„Magyar »idézet« itt.”", "»idézet«"]],
    ["‹a ‚b‘ c›", ["‹a ‚b‘ c›", "‚b‘"]],
    ["〝堤〟 ＂堤＂ ﹁堤﹂", ["〝堤〟", "＂堤＂", "﹁堤﹂"]],
    ["'t Was mooi, zei hij: 'het hield'.", ["'het hield'"]],
    ["the '90s and the dogs' home", []],
    ["It was 5'10\" tall.", []],
    ["“It held” – she said – “all night.”", ["“It held”", "“all night.”"]],
  ])("%s", (text, quotations) => {
    expect(wordsOf(text, listQuotations)).toEqual(quotations);
  });
});

describe("dialogue that a dash opens", () => {
  it.each([
    ["— Вода спала, — сказал он. — Мы вернулись.", ["Вода спала", "Мы вернулись."]],
    ["—Contamos lámparas —dijo Varga—. Nadie murió.", ["Contamos lámparas", "Nadie murió."]],
    ["— On comptait les lampes, dit Varga.", ["On comptait les lampes"]],
    ["– Vi räknade lampor, sade Varga.", ["Vi räknade lampor"]],
    ["- Liczyliśmy lampy - powiedział Varga.", ["Liczyliśmy lampy"]],
    ["— Who is there? asked Varga.", ["Who is there?"]],
    [
      "— We counted the lamps — all of them — until noon.",
      ["We counted the lamps — all of them — until noon."],
    ],
    ["KORVA — The dam held, he said.", []],
    ["— Ana Holt", []],
    ["- two boats", []],
    ["– Flood in Korva.", []],
  ])("%s", (text, said) => {
    expect(wordsOf(text, listQuotations)).toEqual(said);
  });

  it("is found on its own line, at the offsets of the whole text", () => {
    const text = "😀 Первый день.\n— Вода спала, — сказал он.\nВсё.";
    const [span] = listQuotations(indexCodePoints(text));
    expect(span).toEqual({ start: 17, end: 27 });
    expect([...text].slice(17, 27).join("")).toBe("Вода спала");
  });
});
