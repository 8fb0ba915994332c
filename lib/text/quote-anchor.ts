import { type CodePointIndex, codePointToUtf16, utf16ToCodePoint } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** What is known of a quote; `hint` is the code-point offset at which it once began. */
export type QuoteSelector = { quote: string; prefix?: string; suffix?: string; hint?: number };

/** Where a quote stands; `exact` at the hint (or no hint was given), `moved` when it stands elsewhere. */
export type AnchoredQuote = { span: Span; how: "exact" | "moved"; occurrences: number };

/**
 * Finds a quote in a text, code unit for code unit. Of several occurrences the one whose surroundings agree
 * longest with prefix and suffix wins, then the nearest to the hint, then the first. Null means orphaned:
 * the words are gone, and nothing similar is taken in their place.
 */
export function anchorQuote(index: CodePointIndex, selector: QuoteSelector): AnchoredQuote | null {
  const { quote, prefix = "", suffix = "", hint } = selector;
  if (quote === "") return null;
  const wanted =
    hint === undefined ? 0 : codePointToUtf16(index, Math.max(0, Math.min(index.length, Math.trunc(hint))));
  let best: { at: number; context: number; distance: number } | null = null;
  let occurrences = 0;
  for (let at = index.text.indexOf(quote); at >= 0; at = index.text.indexOf(quote, at + 1)) {
    occurrences++;
    const context =
      agreeingBefore(index.text, at, prefix) + agreeingAfter(index.text, at + quote.length, suffix);
    const distance = Math.abs(at - wanted);
    const isBetter =
      best === null || context > best.context || (context === best.context && distance < best.distance);
    if (isBetter) best = { at, context, distance };
  }
  if (best === null) return null;
  const start = utf16ToCodePoint(index, best.at);
  const end = utf16ToCodePoint(index, best.at + quote.length, "end");
  return { span: { start, end }, how: hint === undefined || start === hint ? "exact" : "moved", occurrences };
}

function agreeingBefore(text: string, at: number, prefix: string): number {
  let length = 0;
  while (
    length < prefix.length &&
    length < at &&
    text[at - 1 - length] === prefix[prefix.length - 1 - length]
  ) {
    length++;
  }
  return length;
}

function agreeingAfter(text: string, at: number, suffix: string): number {
  let length = 0;
  while (length < suffix.length && at + length < text.length && text[at + length] === suffix[length])
    length++;
  return length;
}
