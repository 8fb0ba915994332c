const segmenters = new Map<string, Intl.Segmenter>();

/** A shared Intl.Segmenter; a language tag that is not well formed falls back to the root rules. */
export function segmenterFor(lang: string, granularity: "sentence" | "word" | "grapheme"): Intl.Segmenter {
  const key = `${granularity} ${lang}`;
  const known = segmenters.get(key);
  if (known) return known;
  const created = new Intl.Segmenter(isLanguageTag(lang) ? lang : "und", { granularity });
  segmenters.set(key, created);
  return created;
}

function isLanguageTag(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1;
  } catch {
    return false;
  }
}
