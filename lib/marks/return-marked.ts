import "server-only";
import { runBulk, type StoredItem } from "@/lib/bulk/run";
import type { BulkItem, BulkResult } from "@/lib/bulk/schema";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { MarkActInput } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import { describeReturn, returnArticle, takeArticleBack } from "@/lib/review/return-article";
import { readStanding } from "@/lib/review/standing";

/** What returning the articles of marks would do, a row an article in the order of the marks. */
export async function previewReturn(actor: Actor, annotationIds: readonly string[]): Promise<BulkItem[]> {
  const items: BulkItem[] = [];
  for (const [subjectId, title] of await articlesOf(annotationIds)) {
    try {
      const note = describeReturn(actor, await readStanding(actor, subjectId));
      items.push({ subjectId, title, isDone: true, note });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      items.push({ subjectId, title, isDone: false, note: error.message });
    }
  }
  return items;
}

/** Returns the articles of marks, which the caller has checked that the actor sees; refused ones are listed with the reason. */
export async function returnArticles(
  actor: Actor,
  id: string,
  projectId: string,
  input: MarkActInput,
  annotationIds: readonly string[],
): Promise<BulkResult> {
  const titles = await articlesOf(annotationIds);
  return runBulk(actor, {
    id,
    projectId,
    act: "marks.return",
    body: input,
    subjectIds: [...titles.keys()],
    titleOf: (articleId) => titles.get(articleId) ?? "",
    step: async (t, articleId) =>
      returnArticle(t, actor, await readStanding(actor, articleId, t, true), input.comment),
  });
}

/** Takes the return of one article back. Throws 409 `undo-conflict` once somebody has gone on with a layer. */
export async function takeMarkReturnBack(t: Tx, actor: Actor, item: StoredItem): Promise<string> {
  return takeArticleBack(t, actor, await readStanding(actor, item.subjectId, t, true), item.undo);
}

/** The titles of the articles that the marks stand in, in the order of the marks. */
async function articlesOf(annotationIds: readonly string[]): Promise<Map<string, string>> {
  const lines = await db().markLine.findMany({
    where: { annotationId: { in: [...annotationIds] } },
    select: { annotationId: true, articleId: true },
  });
  const articles = await db().article.findMany({
    where: { id: { in: lines.map((line) => line.articleId) } },
    select: { id: true, title: true },
  });
  const articleOf = new Map(lines.map((line) => [line.annotationId, line.articleId]));
  const titleOf = new Map(articles.map((article) => [article.id, article.title]));
  return new Map(
    annotationIds.flatMap((id) => {
      const articleId = articleOf.get(id);
      return articleId ? [[articleId, titleOf.get(articleId) ?? ""] as const] : [];
    }),
  );
}
