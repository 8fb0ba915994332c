import "server-only";
import { z } from "zod";
import { highestRole, requireProject } from "@/lib/access";
import { blockableChecks } from "@/lib/checks/schema";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, canOnRegister, projectRoles } from "@/lib/policy";
import { type ProjectSettings, type ProjectSummary, takeOrders } from "@/lib/projects/schema";
import { suggestionViews } from "@/lib/suggestions/schema";
import { layerModes, reviewPolicies, truthScales } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

const sortKey = z.tuple([z.string(), z.uuid()]);
const summaryRows = z.array(
  z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    template: z.string(),
    role: z.enum(projectRoles),
    members: z.number(),
    createdAt: z.date(),
  }),
);

/** The projects that the actor is in (an administrator: all), by name. Throws badInput `bad-cursor`. */
export async function listProjects(
  actor: Actor,
  filter: { cursor?: string | null } = {},
  tx: Tx = db(),
): Promise<Page<ProjectSummary>> {
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = cursor
    ? Prisma.sql`AND (p."name", p."id") ${isBackward ? Prisma.sql`<` : Prisma.sql`>`} (${cursor.key[0]}, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const rows = summaryRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."slug", p."name", p."description", p."template", p."createdAt",
             project_role(${actor.userId}::uuid, p."id") AS role,
             (SELECT count(*)::int FROM "Member" m WHERE m."projectId" = p."id") AS members
        FROM seen_projects(${actor.userId}::uuid) p
       WHERE p."archivedAt" IS NULL ${beyond}
       ORDER BY p."name" ${order}, p."id" ${order} LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => [row.name, row.id]);
  return {
    ...page,
    items: page.items.map(({ id: _id, createdAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
    })),
  };
}

/** Whether the actor may start a project: administrators, and managers of any project. */
export async function mayCreateProject(actor: Actor, tx: Tx = db()): Promise<boolean> {
  return canOnRegister(await highestRole(actor, tx), "project.create");
}

/** A project's settings, for its managers; throws notFound, forbidden. */
export async function getProjectSettings(
  actor: Actor,
  slug: string,
  tx: Tx = db(),
): Promise<ProjectSettings> {
  const { projectId } = await requireProject(actor, slug, "project.settings", tx);
  return readSettings(tx, projectId);
}

/** The settings of a project whose access has been checked. */
export async function readSettings(tx: Tx, projectId: string): Promise<ProjectSettings> {
  const row = await tx.project.findUnique({ where: { id: projectId } });
  if (!row) throw notFound();
  return {
    projectId: row.id,
    slug: row.slug,
    revision: row.revision,
    name: row.name,
    description: row.description,
    template: row.template,
    kinds: row.kinds,
    annotatorsPerArticle: row.annotatorsPerArticle,
    layerMode: z.enum(layerModes).parse(row.layerMode),
    reviewPolicy: z.enum(reviewPolicies).parse(row.reviewPolicy),
    samplePercent: row.samplePercent,
    hideNames: row.hideNames,
    needsSignOff: row.needsSignOff,
    showsOthersAfter: row.showsOthersAfter,
    truthScale: z.enum(truthScales).parse(row.truthScale),
    blockingChecks: z.array(z.enum(blockableChecks)).parse(row.blockingChecks),
    showSuggestions: z.enum(suggestionViews).parse(row.showSuggestions),
    leaseMinutes: row.leaseMinutes,
    takeOrder: z.enum(takeOrders).parse(row.takeOrder),
    orderSeed: row.orderSeed,
    mostOpen: row.mostOpen,
    mostPerWeek: row.mostPerWeek,
    goldPercent: row.goldPercent,
    showsCalibration: row.showsCalibration,
    showsGoldResults: row.showsGoldResults,
    createdAt: row.createdAt.toISOString(),
  };
}
