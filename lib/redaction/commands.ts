import "server-only";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import { lockReports } from "@/lib/imports/access";
import { removeMember } from "@/lib/members/commands";
import type { Actor } from "@/lib/policy";
import type { forgetPersonInput, withdrawArticleInput } from "@/lib/redaction/schema";
import { revokeSessionsOf } from "@/lib/sessions/commands";

/**
 * Withdraws an article for good: its text, bytes, quotes and the payloads of its events are blanked, their hashes stay,
 * and whoever works on it loses it. The chain of events still verifies, by this decision. Site administrators only;
 * nothing brings the text back. Throws notFound, forbidden.
 */
export function withdrawArticle(
  actor: Actor,
  { articleId, reason }: z.output<typeof withdrawArticleInput>,
  tx?: Tx,
): Promise<{ decisionId: string; slug: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId, slug } = await requireArticle(actor, articleId, "article.import", t);
    if (!actor.isAdmin) throw forbidden();
    // Whoever takes a release with it just now comes first, or waits and finds the release closed (holdOpenRelease).
    await t.$queryRaw`
      SELECT 1 FROM "DatasetRelease" r
       WHERE EXISTS (SELECT 1 FROM "ReleaseArticle" a WHERE a."releaseId" = r."id" AND a."articleId" = ${articleId}::uuid)
       ORDER BY r."id" FOR NO KEY UPDATE`;
    await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
    const { title } = await t.article.findUniqueOrThrow({
      where: { id: articleId },
      select: { title: true },
    });
    await t.$executeRaw`
      UPDATE "Slot" SET "state" = 'skipped', "skipReason" = 'withdrawn', "leaseUntil" = NULL
       WHERE "articleId" = ${articleId}::uuid AND "state" IN ('taken', 'returned', 'stalled')`;
    await t.layer.updateMany({
      where: { articleId, state: { in: ["open", "returned"] } },
      data: { state: "closed" },
    });
    const decision = await t.redaction.create({
      data: { kind: "article", subjectId: articleId, reason, decidedById: actor.userId },
      select: { id: true },
    });
    await t.$executeRaw`SELECT redact_article(${decision.id}::uuid)`;
    // An import that was about to end has written its report by now, or reads after this what it reports.
    await lockReports(t, projectId);
    await t.$executeRaw`
      UPDATE "ImportBatch" SET "report" = without_left_out("report", ${articleId}::uuid, ${title})
       WHERE "projectId" = ${projectId}::uuid
         AND jsonb_typeof("report" -> 'leftOut') = 'array' AND "report" -> 'leftOut' <> '[]'`;
    await recordEvents(t, [
      {
        type: "article.redacted",
        actorId: actor.userId,
        projectId,
        articleId,
        subjectId: articleId,
        payload: { decisionId: decision.id },
      },
    ]);
    return { decisionId: decision.id, slug };
  });
}

const projectRows = z.array(z.object({ slug: z.string(), name: z.string(), isOnlyManager: z.boolean() }));

/**
 * Makes somebody a pseudonym: name, e-mail address, log-ins and sessions go, memberships end, and what they made stays
 * under their id. Site administrators only, never themselves. Throws forbidden, notFound, badInput `own-account`,
 * conflict `already-forgotten`, `last-manager` naming the projects that nobody else manages.
 */
export function forgetPerson(
  actor: Actor,
  { userId, reason }: z.output<typeof forgetPersonInput>,
  tx?: Tx,
): Promise<{ decisionId: string }> {
  return inTransaction(tx, async (t) => {
    if (!actor.isAdmin) throw forbidden();
    if (userId === actor.userId)
      throw badInput("own-account", "You cannot forget yourself; another administrator can.");
    const user = await t.user.findUnique({ where: { id: userId }, select: { forgottenAt: true } });
    if (!user) throw notFound();
    if (user.forgottenAt) throw conflict("already-forgotten", "This person was forgotten before.");
    const projects = projectRows.parse(
      await t.$queryRaw`
        SELECT p."slug", p."name", m."role" = 'manager' AND NOT EXISTS (
                 SELECT 1 FROM "Member" o JOIN "User" u ON u."id" = o."userId" AND u."disabledAt" IS NULL
                  WHERE o."projectId" = m."projectId" AND o."role" = 'manager' AND o."userId" <> m."userId") AS "isOnlyManager"
          FROM "Member" m JOIN "Project" p ON p."id" = m."projectId"
         WHERE m."userId" = ${userId}::uuid ORDER BY p."slug"`,
    );
    const alone = projects.filter((project) => project.isOnlyManager);
    if (alone.length > 0)
      throw conflict(
        "last-manager",
        `Nobody else manages ${alone.map((project) => project.name).join(", ")}. Make somebody else a manager there first.`,
        { projects: alone.map((project) => project.slug) },
      );
    for (const project of projects) await removeMember(actor, { slug: project.slug, userId }, t);
    await revokeSessionsOf(userId, actor.userId, t);
    const decision = await t.redaction.create({
      data: { kind: "person", subjectId: userId, reason, decidedById: actor.userId },
      select: { id: true },
    });
    await t.$executeRaw`SELECT forget_person(${decision.id}::uuid)`;
    await recordEvents(t, [
      {
        type: "user.forgotten",
        actorId: actor.userId,
        subjectId: userId,
        payload: { decisionId: decision.id },
      },
    ]);
    return { decisionId: decision.id };
  });
}
