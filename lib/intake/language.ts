import { franc } from "franc-min";

// ISO 639-3 as franc-min answers → the BCP-47 tag that browsers and exports expect.
// biome-ignore format: a table
const tags: Readonly<Record<string, string>> = {
  amh: "am", arb: "ar", aze: "az", azj: "az", bel: "be", ben: "bn", bho: "bho", bos: "bs", bul: "bg", ceb: "ceb",
  ces: "cs", ckb: "ckb", cmn: "zh", deu: "de", ell: "el", eng: "en", fra: "fr", fuv: "fuv", guj: "gu", hau: "ha",
  hin: "hi", hms: "hms", hnj: "hnj", hrv: "hr", hun: "hu", ibo: "ig", ilo: "ilo", ind: "id", ita: "it", jav: "jv",
  jpn: "ja", kan: "kn", kaz: "kk", khm: "km", kin: "rw", kor: "ko", lin: "ln", mad: "mad", mag: "mag", mai: "mai",
  mal: "ml", mar: "mr", mya: "my", nld: "nl", npi: "ne", nya: "ny", pan: "pa", pbu: "ps", pes: "fa", plt: "mg",
  pol: "pl", por: "pt", qug: "qu", ron: "ro", run: "rn", rus: "ru", sin: "si", skr: "skr", som: "so", spa: "es",
  srp: "sr", sun: "su", swe: "sv", swh: "sw", tam: "ta", tel: "te", tgl: "tl", tha: "th", tur: "tr", ukr: "uk",
  urd: "ur", uzn: "uz", vie: "vi", yor: "yo", zlm: "ms", zul: "zu", zyb: "za",
};

// biome-ignore format: a list
const rtlScripts: ReadonlySet<string> = new Set([
  "Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa",
]);

const rtlLetter =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}]/u;
const anyLetter = /\p{L}/gu;

/**
 * The language a text is most probably written in, as a BCP-47 tag, judged on its first 4,000 UTF-16 units. Null
 * where there is too little text to tell (under 40 letters, or 12 outside the Latin script) or none fits.
 */
export function proposeLanguage(text: string): string | null {
  const sample = text.slice(0, 4000).replace(/https?:\/\/\S+|[@#]\S+/gu, " ");
  const letters = sample.match(anyLetter) ?? [];
  const latin = letters.filter((letter) => letter < "\u0250").length;
  if (letters.length < (latin > letters.length / 2 ? 40 : 12)) return null;
  return tags[franc(sample, { minLength: 10, ignore: ruledOut(sample) })] ?? ownScriptLanguage(letters);
}

/**
 * The direction a text is written in: that of its language's script when the language is known, otherwise that of
 * most of its letters. A text without letters is "ltr".
 */
export function textDirection(language: string | null | undefined, text: string): "ltr" | "rtl" {
  const script = language ? scriptOf(language) : undefined;
  if (script) return rtlScripts.has(script) ? "rtl" : "ltr";
  const letters = text.slice(0, 4000).match(anyLetter) ?? [];
  const rtl = letters.filter((letter) => rtlLetter.test(letter)).length;
  return rtl * 2 > letters.length ? "rtl" : "ltr";
}

/** The tag in its canonical form ("EN-us" → "en-US"), or null when it is no BCP-47 tag. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll("_", "-"))[0] ?? null;
  } catch {
    return null;
  }
}

/** Neighbours that share most letter groups are told apart by letters that one of them does not have. */
function ruledOut(sample: string): string[] {
  const codes: string[] = [];
  if (/[ыэё]/iu.test(sample)) codes.push("bul", "srp", "ukr");
  if (/[їєґ]/iu.test(sample)) codes.push("bul", "srp", "rus", "bel");
  if (!/[ўі]/iu.test(sample)) codes.push("bel");
  return codes;
}

/** franc-min does not know these languages, each of which is nearly alone in its script. */
function ownScriptLanguage(letters: readonly string[]): string | null {
  const scripts: readonly (readonly [RegExp, string])[] = [
    [/\p{Script=Hebrew}/u, "he"],
    [/\p{Script=Armenian}/u, "hy"],
    [/\p{Script=Georgian}/u, "ka"],
    [/\p{Script=Thaana}/u, "dv"],
  ];
  const found = scripts.find(
    ([script]) => letters.filter((letter) => script.test(letter)).length * 2 > letters.length,
  );
  return found?.[1] ?? null;
}

function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script;
  } catch {
    return undefined;
  }
}
