import "server-only";
import { z } from "zod";
import { type ProjectAccess, requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { AppError, forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { manifestName } from "@/lib/releases/manifest";
import { holdsRedacted } from "@/lib/releases/redacted";
import { releaseOptions } from "@/lib/releases/schema";
import type { DatasetRelease } from "@/prisma/generated/client";

/** A release's row without what is large. */
export type ReleaseRecord = Omit<DatasetRelease, "inputs" | "report">;

/** A release of a project that the actor may export; throws notFound (another project's too), forbidden. */
export async function requireRelease(
  actor: Actor,
  slug: string,
  releaseId: string,
  tx: Tx = db(),
): Promise<{ access: ProjectAccess; release: ReleaseRecord }> {
  const access = await requireProject(actor, slug, "dataset.export", tx);
  if (!z.uuid().safeParse(releaseId).success) throw notFound();
  const release = await tx.datasetRelease.findFirst({
    where: { id: releaseId, projectId: access.projectId },
    omit: { inputs: true, report: true },
  });
  if (!release) throw notFound();
  return { access, release };
}

const closedRows = z.tuple([z.object({ isBlind: z.boolean(), isWithdrawn: z.boolean() })]);

/**
 * Why somebody may not look into a release's files, as an error to throw; null where they may. Blindness holds here too:
 * it is closed to whoever still annotates one of its articles, or one whose figures are in its agreement. What holds a
 * withdrawn article is closed to all; once its files are deleted, its manifest alone (`file`) is open again.
 */
export async function closedTo(
  actor: Actor,
  release: ReleaseRecord,
  file: string | null = null,
  tx: Tx = db(),
): Promise<AppError | null> {
  const [{ isBlind, isWithdrawn }] = closedRows.parse(
    await tx.$queryRaw`
      SELECT EXISTS (
               SELECT 1 FROM "Layer" l
                WHERE l."ownerId" = ${actor.userId}::uuid AND l."projectId" = ${release.projectId}::uuid
                  AND l."kind" IN ('person', 'measured') AND l."state" IN ('open', 'returned')
                  AND (EXISTS (SELECT 1 FROM "ReleaseArticle" r WHERE r."releaseId" = ${release.id}::uuid
                                  AND r."articleId" = l."articleId" AND r."showsLayers")
                    OR EXISTS (SELECT 1 FROM "AgreementArticle" x WHERE x."articleId" = l."articleId"))) AS "isBlind",
             EXISTS (SELECT 1 FROM "Article" a
                      WHERE a."projectId" = ${release.projectId}::uuid AND a."withdrawnAt" IS NOT NULL
                        AND EXISTS (SELECT 1 FROM "ReleaseArticle" r
                                     WHERE r."releaseId" = ${release.id}::uuid AND r."articleId" = a."id")) AS "isWithdrawn"`,
  );
  if (isWithdrawn && (release.emptiedAt === null || file !== manifestName))
    return new AppError(410, "article-withdrawn", whyWithdrawn(release));
  if (isBlind)
    return forbidden(
      "You are still annotating an article of this release, and it shows others' work on it. Submit yours first.",
      "unsubmitted-work",
    );
  if (await holdsUnseenGrades(actor, release, tx))
    return forbidden(
      "This release holds others' grades of something that you have not graded yet. Give yours first.",
      "ungraded",
    );
  return null;
}

/** What is said of a release that holds a withdrawn article. */
function whyWithdrawn({ emptiedAt }: ReleaseRecord): string {
  const next = "Build a new release without it.";
  return emptiedAt === null
    ? `An article of this release was withdrawn, so its files are not given out any more. ${next}`
    : `An article of this release was withdrawn for good, so its files were deleted. Their names, lengths and SHA-256 stay. ${next}`;
}

const unseenRows = z.tuple([z.object({ isUnseen: z.boolean() })]);

/** Whether a release has grades that its builder saw and this reader may not see yet: others' are hidden until one's own is saved. */
async function holdsUnseenGrades(actor: Actor, release: ReleaseRecord, tx: Tx): Promise<boolean> {
  const { ratings, cards } = releaseOptions.parse(release.options);
  if ((!ratings && !cards) || release.createdById === actor.userId) return false;
  const [me, builder, until] = [actor.userId, release.createdById, release.finishedAt ?? new Date()];
  const [{ isUnseen }] = unseenRows.parse(
    await tx.$queryRaw`
      SELECT (${ratings} AND EXISTS (
               SELECT 1 FROM seen_ratings(${builder}::uuid) r
                 JOIN "SourceUse" u ON u."sourceId" = r."sourceId" AND u."projectId" = ${release.projectId}::uuid
                WHERE r."createdAt" <= ${until}
                  AND NOT EXISTS (SELECT 1 FROM seen_ratings(${me}::uuid) m WHERE m."id" = r."id")))
          OR (${cards} AND EXISTS (
               SELECT 1 FROM seen_credibilities(${builder}::uuid) g
                 JOIN "ClaimCard" c ON c."id" = g."cardId" AND c."projectId" = ${release.projectId}::uuid
                WHERE g."createdAt" <= ${until}
                  AND NOT EXISTS (SELECT 1 FROM seen_credibilities(${me}::uuid) m WHERE m."id" = g."id")))
          OR (${cards} AND EXISTS (
               SELECT 1 FROM seen_verdicts(${builder}::uuid) v
                 JOIN "ClaimCard" c ON c."id" = v."cardId" AND c."projectId" = ${release.projectId}::uuid
                WHERE v."createdAt" <= ${until}
                  AND NOT EXISTS (SELECT 1 FROM seen_verdicts(${me}::uuid) m WHERE m."id" = v."id"))) AS "isUnseen"`,
  );
  return isUnseen;
}

/**
 * The release, once it is done and open to the actor, who thereby looks at its layers. Until the transaction ends no
 * article of it is withdrawn for good, and what is being withdrawn is waited for: whatever begins after a withdrawal finds
 * the release closed. Throws as requireRelease, and conflict `release-not-done`, 403, 410.
 */
export async function holdOpenRelease(
  tx: Tx,
  actor: Actor,
  slug: string,
  releaseId: string,
  file: string | null = null,
): Promise<{ access: ProjectAccess; release: ReleaseRecord }> {
  const { release: found } = await requireRelease(actor, slug, releaseId, tx);
  await tx.$queryRaw`SELECT 1 FROM "DatasetRelease" WHERE "id" = ${found.id}::uuid FOR SHARE`;
  // Read again: what held it may have changed it.
  const held = await requireRelease(actor, slug, releaseId, tx);
  if (held.release.state !== "done")
    throw new AppError(409, "release-not-done", "This release is not built yet. Wait until it is.");
  const closed = await closedTo(actor, held.release, file, tx);
  if (closed) throw closed;
  await noteReleaseView(tx, actor, releaseId);
  return held;
}

/** Throws 410 where an article of a release was withdrawn for good since something of it began to be given out. */
export async function refuseRedacted(release: ReleaseRecord): Promise<void> {
  if (await holdsRedacted(release.id)) throw new AppError(410, "article-withdrawn", whyWithdrawn(release));
}

/** Notes that the actor has looked at the layers of a release's articles, and so cannot be given them to annotate. */
async function noteReleaseView(tx: Tx, actor: Actor, releaseId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "LayerView" ("articleId", "userId")
    SELECT r."articleId", ${actor.userId}::uuid FROM "ReleaseArticle" r
     WHERE r."releaseId" = ${releaseId}::uuid AND r."showsLayers" ORDER BY r."articleId"
    ON CONFLICT DO NOTHING`;
}
