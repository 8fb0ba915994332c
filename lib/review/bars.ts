import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { BarInput, ReviewBarDto } from "@/lib/review/bars-schema";

const barRows = z.array(
  z.object({ reviewerId: z.string(), reviewer: z.string(), annotatorId: z.string(), annotator: z.string() }),
);

/** Who may not review whom in a project, by name, for its managers; at most 500. Throws notFound, forbidden. */
export async function listBars(actor: Actor, slug: string, tx: Tx = db()): Promise<ReviewBarDto[]> {
  const { projectId } = await requireProject(actor, slug, "project.members", tx);
  const rows = await tx.$queryRaw`
    SELECT r."id" AS "reviewerId", r."name" AS reviewer, n."id" AS "annotatorId", n."name" AS annotator
      FROM "ReviewBar" b JOIN "User" r ON r."id" = b."reviewerId" JOIN "User" n ON n."id" = b."annotatorId"
     WHERE b."projectId" = ${projectId}::uuid ORDER BY r."name", n."name", r."id", n."id" LIMIT 500`;
  return barRows.parse(rows);
}

/**
 * Says that a member may not review what another annotated, or takes that back. A review already begun goes on only
 * until its next decision. Throws notFound (also for somebody who is no member), forbidden.
 */
export function setBar(actor: Actor, input: BarInput, tx?: Tx): Promise<{ isBarred: boolean }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.members", t);
    const { reviewerId, annotatorId, isBarred } = input;
    const pair = { projectId, reviewerId, annotatorId };
    if (isBarred) {
      const members = await t.member.count({
        where: { projectId, userId: { in: [reviewerId, annotatorId] } },
      });
      if (members !== 2) throw notFound();
    }
    const { count } = isBarred
      ? await t.reviewBar.createMany({ data: [pair], skipDuplicates: true })
      : await t.reviewBar.deleteMany({ where: pair });
    if (count > 0)
      await recordEvents(t, [
        {
          type: isBarred ? "review.barred" : "review.unbarred",
          actorId: actor.userId,
          projectId,
          subjectId: reviewerId,
          payload: { reviewerId, annotatorId },
        },
      ]);
    return { isBarred };
  });
}
