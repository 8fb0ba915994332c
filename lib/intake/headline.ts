import type { IntakeWarning } from "@/lib/intake/draft";

/**
 * The text with its headline: an article's headline is part of its text, so that one given beside a text that does
 * not have it in its first 1,000 characters is put on a line above, with the warning `headline-added`.
 */
export function withHeadline(
  text: string,
  headline: string | undefined,
  line: number | null,
): { text: string; warnings: IntakeWarning[] } {
  if (!headline || text.trim() === "" || folded(text.slice(0, 1000)).includes(folded(headline))) {
    return { text, warnings: [] };
  }
  const message = "The headline stood beside the text and was put above it.";
  return { text: `${headline}\n\n${text}`, warnings: [{ code: "headline-added", message, line }] };
}

function folded(words: string): string {
  return words.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim().replace(/\.$/, "");
}
