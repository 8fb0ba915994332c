import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { MemberDto } from "@/lib/members/schema";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, projectRoles } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const sortKey = z.tuple([z.string(), z.uuid()]);
const memberRows = z.array(
  z.object({
    userId: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(projectRoles),
    isDisabled: z.boolean(),
    since: z.date(),
    mostOpen: z.number().nullable(),
    mostPerWeek: z.number().nullable(),
    languages: z.array(z.string()),
  }),
);

/** The members of a project by name, for its managers; throws notFound, forbidden, badInput `bad-cursor`. */
export async function listMembers(
  actor: Actor,
  filter: { slug: string; cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<MemberDto>> {
  const { projectId } = await requireProject(actor, filter.slug, "project.members", tx);
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = cursor
    ? Prisma.sql`AND (u."name", u."id") ${isBackward ? Prisma.sql`<` : Prisma.sql`>`} (${cursor.key[0]}, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const rows = memberRows.parse(
    await tx.$queryRaw`
      SELECT u."id" AS "userId", u."name", u."email", m."role"::text AS role, u."disabledAt" IS NOT NULL AS "isDisabled",
             m."createdAt" AS since, m."mostOpen", m."mostPerWeek", m."languages"
        FROM "Member" m JOIN "User" u ON u."id" = m."userId"
       WHERE m."projectId" = ${projectId}::uuid ${beyond}
       ORDER BY u."name" ${order}, u."id" ${order} LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => [row.name, row.userId]);
  return {
    ...page,
    items: page.items.map((row) => ({
      ...row,
      since: row.since.toISOString(),
      isSelf: row.userId === actor.userId,
    })),
  };
}
