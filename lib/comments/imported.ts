import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { commentStanding } from "@/lib/comments/access";
import { type ImportedThreads, mostImported } from "@/lib/comments/schema";
import { db, type Tx } from "@/lib/db";
import { storedThreads } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

const rowShape = z.tuple([z.object({ threads: z.unknown(), count: z.int() })]);
const textRows = z.array(z.object({ text: z.string() }));
const none: ImportedThreads = { items: [], more: 0 };

/**
 * What people said about an article where it was imported from, oldest first, at most `mostImported` threads; `span` is
 * where the words of a thread stand in the newest text, null where they do not. Whoever does not hear others at the
 * article (`hears_others`) is told of none; whoever reads them while it is annotated independently has looked. Throws
 * notFound.
 */
export async function listImportedThreads(
  actor: Actor,
  articleId: string,
  tx: Tx = db(),
): Promise<ImportedThreads> {
  const standing = await commentStanding(actor, { articleId }, tx);
  if (!standing.hearsOthers) return none;
  const [{ threads, count }] = rowShape.parse(
    await tx.$queryRaw`
      SELECT jsonb_path_query_array(a."importedFrom"->'threads', ${`$[0 to ${mostImported - 1}]`}::jsonpath) AS threads,
             CASE jsonb_typeof(a."importedFrom"->'threads')
               WHEN 'array' THEN jsonb_array_length(a."importedFrom"->'threads') ELSE 0 END AS count
        FROM "Article" a WHERE a."id" = ${articleId}::uuid`,
  );
  if (count === 0) return none;
  const read = storedThreads.parse(threads);
  if (standing.isSpoiling) await recordLayerView(actor, articleId, tx);
  const standsAt = read.some(({ span }) => span) ? await finderIn(tx, articleId) : () => null;
  return {
    items: read.map(({ id, span, isForAll, isResolved, comments }) => ({
      id,
      quote: span?.quote ?? null,
      span: span && standsAt(span),
      isForAll,
      isResolved,
      comments,
    })),
    more: count - read.length,
  };
}

/** Says where a quote stands in an article's newest text: at its old place, or nowhere. */
async function finderIn(tx: Tx, articleId: string) {
  const [version] = textRows.parse(
    await tx.$queryRaw`
      SELECT v."text" FROM "ArticleVersion" v WHERE v."articleId" = ${articleId}::uuid
       ORDER BY v."number" DESC LIMIT 1`,
  );
  const index = indexCodePoints(version?.text ?? "");
  return ({ start, end, quote }: Span & { quote: string }): Span | null =>
    end <= index.length && sliceCodePoints(index, { start, end }) === quote ? { start, end } : null;
}
