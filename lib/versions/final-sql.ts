import "server-only";
import { Prisma } from "@/prisma/generated/client";

/**
 * Whether layer `l` of article `a` is what counts as final: of a finished article, or of one that a newer text of is
 * worked on, until that one is finished.
 */
export const isFinal = Prisma.sql`(l."kind" = 'adjudicated' AND (a."state" = 'done' OR (l."state" = 'closed' AND a."finishedAt" IS NOT NULL)))`;

/** What the place of somebody says whose work a newer text replaced. */
export const replacedReason = "a newer text was added";

/** The ids of a project's articles that are open again for a newer text; few at any time, read from an index of their own. */
export function reopenedArticles(projectId: string): Prisma.Sql {
  return Prisma.sql`(SELECT r."id" FROM "Article" r WHERE r."projectId" = ${projectId}::uuid AND r."state" = 'open' AND r."finishedAt" IS NOT NULL)`;
}

/** Whether layer `l` is one of its article's newest text. */
export const isOfNewestText = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM "ArticleVersion" v JOIN "ArticleVersion" n ON n."articleId" = v."articleId" AND n."number" > v."number"
   WHERE v."id" = l."versionId")`;
