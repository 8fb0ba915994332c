import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { forbidden } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { RedactionDto, WithdrawalPreview } from "@/lib/redaction/schema";

const previewRows = z.tuple([
  z.object({ layers: z.number(), marks: z.number(), mentions: z.number(), links: z.number() }),
]);

/** What hangs on an article, counted for the administrator who is about to withdraw it. Throws notFound, forbidden. */
export async function previewWithdrawal(
  actor: Actor,
  articleId: string,
  tx: Tx = db(),
): Promise<WithdrawalPreview> {
  await requireArticle(actor, articleId, "article.import", tx);
  if (!actor.isAdmin) throw forbidden();
  const [row] = previewRows.parse(
    await tx.$queryRaw`
      WITH layers AS (SELECT "id" FROM "Layer" WHERE "articleId" = ${articleId}::uuid),
           marks AS (SELECT a."id" FROM "Annotation" a JOIN layers l ON l."id" = a."layerId" WHERE a."deletedAt" IS NULL)
      SELECT (SELECT count(*)::int FROM layers) AS layers, (SELECT count(*)::int FROM marks) AS marks,
             (SELECT count(*)::int FROM "Mention" m JOIN marks ON marks."id" = m."claimId" WHERE m."deletedAt" IS NULL) AS mentions,
             (SELECT count(*)::int FROM "Passage" p JOIN "ArticleVersion" v ON v."id" = p."versionId"
               WHERE v."articleId" = ${articleId}::uuid) AS links`,
  );
  return row;
}

/** Whether a text (NFC) is, to the letter, one that was withdrawn for good, in any project: known by the hash that stayed. */
export async function isWithdrawnText(tx: Tx, text: string): Promise<boolean> {
  const hash = createHash("sha256").update(text, "utf8").digest();
  const rows = await tx.$queryRaw`
    SELECT 1 FROM "ArticleVersion" WHERE "textSha256" = ${hash} AND "redactedBy" IS NOT NULL LIMIT 1`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

const sortKey = z.string().regex(/^\d{1,18}$/);

/** The decisions on record, newest first, for site administrators. Throws forbidden, badInput `bad-cursor`. */
export async function listRedactions(
  actor: Actor,
  filter: { cursor?: string | undefined },
  tx: Tx = db(),
): Promise<Page<RedactionDto>> {
  if (!actor.isAdmin) throw forbidden();
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const rows = await tx.redaction.findMany({
    where: cursor ? { number: { [isBackward ? "gt" : "lt"]: BigInt(cursor.key) } } : {},
    orderBy: { number: isBackward ? "asc" : "desc" },
    take: pageSize + 1,
  });
  const page = makePage(rows, cursor, (row) => String(row.number));
  const deciders = await tx.user.findMany({
    where: { id: { in: page.items.map((row) => row.decidedById) } },
    select: { id: true, name: true },
  });
  const articles = await tx.article.findMany({
    where: { id: { in: page.items.filter((row) => row.kind === "article").map((row) => row.subjectId) } },
    select: { id: true, project: { select: { slug: true, name: true } } },
  });
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      kind: row.kind === "article" ? "article" : "person",
      subjectId: row.subjectId,
      project: articles.find((article) => article.id === row.subjectId)?.project ?? null,
      reason: row.reason,
      decidedBy: deciders.find((user) => user.id === row.decidedById)?.name ?? "",
      decidedAt: row.decidedAt.toISOString(),
    })),
  };
}
