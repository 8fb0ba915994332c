const names = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** The English name of a language by its tag ("uk" → "Ukrainian"); a tag that no list knows stands for itself. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
