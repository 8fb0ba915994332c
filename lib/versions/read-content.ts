import "server-only";
import type { NewText } from "@/lib/articles/version-sql";
import { AppError, badInput } from "@/lib/errors";
import type { ArticleDraft } from "@/lib/intake/draft";
import { readFile } from "@/lib/intake/read-file";
import { readPaste } from "@/lib/intake/txt";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { normaliseText } from "@/lib/text/normalise";
import type { VersionContent } from "@/lib/versions/schema";
import type { BlockKind } from "@/lib/vocabulary";

type SentContent = Exclude<VersionContent, { kind: "waiting" }>;

const oneText = /\.(?:txt|html?)$/i;

/**
 * Reads a new text of an article as an import reads articles: normalised, with its bytes, offset map and proposed blocks.
 * Throws badInput `unknown-format` for a file that is not one text, and what the readers throw (`empty-text`,
 * `invalid-encoding`, `nul-byte`, `too-large` …).
 */
export async function readContent(
  content: SentContent,
  facts: { headline: string; language: string | null },
): Promise<{ text: NewText; warnings: string[] }> {
  const draft = await draftOf(content, facts);
  const { map } = normaliseText(draft.rawText);
  const { text, rawBytes, rawText, extractor, blocks } = draft;
  return {
    text: { text, rawBytes, rawText, extractor, blocks, offsetMap: map },
    warnings: draft.warnings.map((warning) => warning.message),
  };
}

async function draftOf(
  content: SentContent,
  facts: { headline: string; language: string | null },
): Promise<ArticleDraft> {
  const known = { headline: facts.headline, ...(facts.language ? { language: facts.language } : {}) };
  if (content.kind === "paste") return readPaste(content.text, known);
  if (!oneText.test(content.name))
    throw badInput("unknown-format", "A version is one text: choose a .txt or .html file, or paste it.");
  const { drafts, problems } = await readFile(content.name, content.bytes);
  const [problem] = problems;
  if (problem) throw new AppError(problem.code === "too-large" ? 413 : 400, problem.code, problem.message);
  const [draft] = drafts;
  if (!draft) throw badInput("empty-text", "There is no text in it.");
  return draft;
}

type Block = { kind: BlockKind; start: number; end: number; sourceId?: string | null };

/** The blocks of a newer text, each as it was set in the earlier one where the very same words were a block there. */
export function keepBlocks(
  newer: { text: string; blocks: readonly Block[] },
  earlier: { text: string; blocks: readonly Block[] },
): Block[] {
  const before = indexCodePoints(earlier.text);
  const after = indexCodePoints(newer.text);
  const known = new Map(earlier.blocks.map((block) => [sliceCodePoints(before, block).trim(), block]));
  return newer.blocks.map((block) => {
    const was = known.get(sliceCodePoints(after, block).trim());
    return was ? { ...block, kind: was.kind, sourceId: was.sourceId ?? null } : block;
  });
}
