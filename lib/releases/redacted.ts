import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";

const heldRows = z.tuple([z.object({ isHeld: z.boolean() })]);

/** Whether an article of a release was withdrawn for good since it was read. */
export async function holdsRedacted(releaseId: string, tx: Tx = db()): Promise<boolean> {
  const [{ isHeld }] = heldRows.parse(
    await tx.$queryRaw`
      SELECT EXISTS (SELECT 1 FROM "Redaction" d
                       JOIN "ReleaseArticle" a ON a."articleId" = d."subjectId" AND a."releaseId" = ${releaseId}::uuid
                      WHERE d."kind" = 'article') AS "isHeld"`,
  );
  return isHeld;
}

/** What is said of a release that cannot be built any more. */
export function withdrawnSince() {
  return new AppError(
    410,
    "article-withdrawn",
    "An article of this release was withdrawn for good while it was not built yet. Build a new release without it.",
  );
}

const dueRows = z.array(
  z.object({ id: z.string(), recordsSha256: z.instanceof(Uint8Array).nullable(), wasOneFile: z.boolean() }),
);
export type EmptyingRelease = z.infer<typeof dueRows>[number];

/** Releases that hold an article withdrawn for good and whose files are still there, the oldest first; at most twenty. */
export async function listToEmpty(): Promise<EmptyingRelease[]> {
  return dueRows.parse(
    await db().$queryRaw`
      SELECT r."id", r."recordsSha256", r."recordsSha256" IS NULL AS "wasOneFile"
        FROM "DatasetRelease" r
       WHERE r."emptiedAt" IS NULL AND r."state" IN ('done', 'failed')
         AND r."id" IN (SELECT a."releaseId" FROM "Redaction" d JOIN "ReleaseArticle" a ON a."articleId" = d."subjectId"
                         WHERE d."kind" = 'article')
       ORDER BY r."number" LIMIT 20`,
  );
}
