import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import { type Actor, can, type ProjectAction, type ProjectRoleName, projectRoles } from "@/lib/policy";

const uuid = z.uuid();
const roleRows = z.array(z.object({ role: z.enum(projectRoles).nullable() }));

/** A project as an actor stands in it. */
export type ProjectAccess = { projectId: string; slug: string; name: string; role: ProjectRoleName };

/** The actor's role in a project by the rule `project_role` of the database; null where there is none. */
export async function projectRole(
  actor: Actor,
  projectId: string,
  tx: Tx = db(),
): Promise<ProjectRoleName | null> {
  const rows = await tx.$queryRaw`SELECT project_role(${actor.userId}::uuid, ${projectId}::uuid) AS role`;
  return roleRows.parse(rows)[0]?.role ?? null;
}

const projectRows = z.array(
  z.object({ id: z.string(), slug: z.string(), name: z.string(), role: z.enum(projectRoles) }),
);

/** The project of a slug and the actor's role in it, refused unless that role may do `action`; throws notFound, forbidden. */
export async function requireProject(
  actor: Actor,
  slug: string,
  action: ProjectAction,
  tx: Tx = db(),
): Promise<ProjectAccess> {
  const rows = projectRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."slug", p."name", project_role(${actor.userId}::uuid, p."id") AS role
        FROM seen_projects(${actor.userId}::uuid) p WHERE p."slug" = ${slug}`,
  );
  const row = rows[0];
  if (!row) throw notFound();
  if (!can(row.role, action)) throw forbidden();
  return { projectId: row.id, slug: row.slug, name: row.name, role: row.role };
}

/** The same by the project's id. */
export async function requireProjectById(
  actor: Actor,
  projectId: string,
  action: ProjectAction,
  tx: Tx = db(),
): Promise<ProjectAccess> {
  if (!uuid.safeParse(projectId).success) throw notFound();
  const rows = projectRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."slug", p."name", project_role(${actor.userId}::uuid, p."id") AS role
        FROM seen_projects(${actor.userId}::uuid) p WHERE p."id" = ${projectId}::uuid`,
  );
  const row = rows[0];
  if (!row) throw notFound();
  if (!can(row.role, action)) throw forbidden();
  return { projectId: row.id, slug: row.slug, name: row.name, role: row.role };
}

/** The project and role behind an article the actor can see, refused unless that role may do `action`; throws notFound, forbidden. */
export async function requireArticle(
  actor: Actor,
  articleId: string,
  action: ProjectAction,
  tx: Tx = db(),
): Promise<ProjectAccess> {
  if (!uuid.safeParse(articleId).success) throw notFound();
  const rows = projectRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."slug", p."name", project_role(${actor.userId}::uuid, p."id") AS role
        FROM seen_articles(${actor.userId}::uuid) a JOIN "Project" p ON p."id" = a."projectId"
       WHERE a."id" = ${articleId}::uuid`,
  );
  const row = rows[0];
  if (!row) throw notFound();
  if (!can(row.role, action)) throw forbidden();
  return { projectId: row.id, slug: row.slug, name: row.name, role: row.role };
}

const idRows = z.array(z.object({ id: z.string() }));

/** The ids of the layers of an article that the actor may see (blindness: see `seen_layers`). */
export async function visibleLayerIds(actor: Actor, articleId: string, tx: Tx = db()): Promise<string[]> {
  if (!uuid.safeParse(articleId).success) return [];
  const rows = await tx.$queryRaw`
    SELECT l."id" FROM seen_layers(${actor.userId}::uuid) l WHERE l."articleId" = ${articleId}::uuid ORDER BY l."id"`;
  return idRows.parse(rows).map((row) => row.id);
}

/** Notes that the actor has looked at others' layers of one article or several, and so cannot be given them to annotate. */
export async function recordLayerView(
  actor: Actor,
  articles: string | readonly string[],
  tx: Tx = db(),
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "LayerView" ("articleId", "userId")
    SELECT i, ${actor.userId}::uuid FROM unnest(${[articles].flat()}::uuid[]) i ORDER BY i
    ON CONFLICT DO NOTHING`;
}

/**
 * Keeps the articles of some versions (or articles themselves) from being withdrawn until the transaction ends: what is written
 * of their words is there then for the withdrawal to blank. Look after it whether they still are there.
 */
export async function holdArticles(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Article" a
     WHERE a."id" IN (SELECT unnest(${[...ids]}::uuid[])
                      UNION SELECT v."articleId" FROM "ArticleVersion" v WHERE v."id" = ANY (${[...ids]}::uuid[]))
     ORDER BY a."id" FOR KEY SHARE OF a`;
}

/** The actor's highest role in any project, which is what counts on the register of sources; null where there is none. */
export async function highestRole(actor: Actor, tx: Tx = db()): Promise<ProjectRoleName | null> {
  const rows = roleRows.parse(
    await tx.$queryRaw`
      SELECT CASE WHEN u."isAdmin" THEN 'manager' ELSE (
               SELECT m."role"::text FROM "Member" m WHERE m."userId" = u."id" ORDER BY m."role" LIMIT 1) END AS role
        FROM "User" u WHERE u."id" = ${actor.userId}::uuid AND u."disabledAt" IS NULL`,
  );
  return rows[0]?.role ?? null;
}
