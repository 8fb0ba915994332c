const RTL_SCRIPT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}]/u;
const RTL_LANGUAGES = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"]);

/**
 * Which way a text runs. The script of the tag decides where it names one, else the language; without a language the
 * first letter of the text that has a direction, as HTML's dir="auto" does.
 */
export function directionOf(lang: string | null, text: string): "ltr" | "rtl" {
  const [language = "", ...rest] = (lang ?? "").toLowerCase().split("-");
  if (rest.includes("latn") || rest.includes("cyrl")) return "ltr";
  if (rest.includes("arab") || rest.includes("hebr")) return "rtl";
  if (language !== "" && language !== "und") return RTL_LANGUAGES.has(language) ? "rtl" : "ltr";
  const first = /\p{L}/u.exec(text)?.[0] ?? "";
  return RTL_SCRIPT.test(first) ? "rtl" : "ltr";
}
