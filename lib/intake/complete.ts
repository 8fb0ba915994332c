import { type AppError, badInput, tooLarge } from "@/lib/errors";
import { proposeBlocks } from "@/lib/intake/blocks";
import { proposeCredits } from "@/lib/intake/credits";
import { assertCleanText } from "@/lib/intake/decode";
import type {
  ArticleDraft,
  ArticleFacts,
  IntakeWarning,
  ProposedBlock,
  SourceFormat,
} from "@/lib/intake/draft";
import { proposeLanguage } from "@/lib/intake/language";
import { proposeTranslated } from "@/lib/intake/translated";
import { splitUnits } from "@/lib/intake/units";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { normaliseText } from "@/lib/text/normalise";
import type { BlockKind } from "@/lib/vocabulary";

/** The greatest size, in bytes, of a text file and of one article's text. */
export const maxArticleBytes = 10 * 1024 * 1024;

/** What a reader of a format has found out; the proposals are still to come. */
export type FoundArticle = {
  fileName: string;
  sourceFormat: SourceFormat;
  extractor: string;
  line: number | null;
  rawText: string;
  /** What to keep as the imported bytes; without them the text itself in UTF-8. */
  rawBytes?: Uint8Array;
  facts: ArticleFacts;
  hints?: ReadonlyMap<number, BlockKind>;
  warnings?: readonly IntakeWarning[];
};

/**
 * Makes a draft of what was found: the text as it will be stored, and proposals for blocks, language, credits and
 * translation where the file does not say. Facts given by the file stand. Throws `empty-text`, `too-large`,
 * `nul-byte` or `lone-surrogate`.
 */
export function completeDraft(found: FoundArticle): ArticleDraft {
  const { rawText, line, fileName } = found;
  if (rawText.trim() === "") {
    throw badInput("empty-text", "There is no text in it. Leave it out, or add the article's text.", {
      line,
    });
  }
  const rawBytes = found.rawBytes ?? new TextEncoder().encode(rawText);
  if (rawBytes.length > maxArticleBytes) throw articleTooLarge();
  assertCleanText(rawText, { line });
  for (const [field, value] of Object.entries(found.facts)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string") assertCleanText(one, { line: line ?? 1, field });
    }
  }
  const { text } = normaliseText(rawText);
  const language = found.facts.language ?? proposeLanguage(text) ?? undefined;
  const blocks = proposeBlocks(text, { headline: found.facts.headline, lang: language, hints: found.hints });
  const headline =
    found.facts.headline ??
    blockText(
      text,
      blocks.find((block) => block.kind === "headline"),
    );
  const creditNames = found.facts.creditNames ?? proposeCredits(text, blocks).map((credit) => credit.name);
  const translated = found.facts.translated ?? proposeTranslated(text) ?? undefined;
  return {
    ...found.facts,
    ...defined({ headline, language, translated }),
    fileName,
    sourceFormat: found.sourceFormat,
    extractor: found.extractor,
    line,
    rawBytes,
    rawText,
    text,
    creditNames,
    blocks,
    warnings: [...(found.warnings ?? []), ...repeatedParagraphs(text, line)],
  };
}

/** The error for an article or file above `maxArticleBytes`. */
export function articleTooLarge(): AppError {
  const most = maxArticleBytes / 1024 / 1024;
  return tooLarge(
    `This is larger than ${most} MB, the most that one article may have. Split it and import the parts.`,
  );
}

function blockText(text: string, block: ProposedBlock | undefined): string | undefined {
  if (!block) return undefined;
  return sliceCodePoints(indexCodePoints(text), block).trim().replace(/\s+/gu, " ") || undefined;
}

/** A paragraph printed twice is common in the news and worth a look, but no fault of the file. At most 20 are named. */
function repeatedParagraphs(text: string, line: number | null): IntakeWarning[] {
  const firstAt = new Map<string, number>();
  const warnings: IntakeWarning[] = [];
  for (const [index, unit] of splitUnits(text).entries()) {
    const first = firstAt.get(unit.text);
    if (first === undefined) firstAt.set(unit.text, index);
    else if (unit.text.length >= 40 && warnings.length < 20) {
      const message = `Paragraph ${index + 1} repeats paragraph ${first + 1} word for word.`;
      warnings.push({ code: "repeated-paragraph", message, line: line ?? unit.line + 1 });
    }
  }
  return warnings;
}

/** Leaves out what is undefined, so that an absent fact is an absent key. */
export function defined<T extends Record<string, unknown>>(facts: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in facts) if (facts[key] !== undefined) kept[key] = facts[key];
  return kept;
}
