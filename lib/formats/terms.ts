/** Whose texts are under which terms; no source is an unknown publisher, no licence that nobody has said. */
export type Terms = { source: { name: string } | null; licence: string; articles: number };

/** A section in Markdown that says whose texts these are and under which terms each may be passed on. */
export function termsText(terms: readonly Terms[]): string {
  const rows = terms.map(({ source, licence, articles }) => {
    const cells = [
      source ? plain(source.name) : "publisher unknown",
      articles,
      plain(licence) || "not noted",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const table = ["| texts of | articles | terms |", "| --- | ---: | --- |", ...rows];
  return `${["## Under which terms", "", ...(rows.length > 0 ? table : ["There is no article."])].join("\n")}\n`;
}

/** Words that stay in their cell, and stay words. */
function plain(words: string): string {
  return words.replace(/\s+/g, " ").replace(/[\\|<>[\]*_`]/g, "\\$&");
}
