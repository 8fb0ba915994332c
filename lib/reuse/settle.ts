import "server-only";
import { z } from "zod";
import { db, inTransaction, type Tx } from "@/lib/db";
import { noteLinked } from "@/lib/passages/index-articles";
import { formClusters, type ReuseTie } from "@/lib/reuse/form-clusters";
import { readLinks } from "@/lib/reuse/read-links";
import { summarise } from "@/lib/reuse/summary";
import { replaceClusters } from "@/lib/reuse/write-clusters";
import { hullOf } from "@/lib/text/span";
import { Prisma } from "@/prisma/generated/client";

/** The most articles that one transaction settles. */
const MOST_ARTICLES = 50;
/** More links than this are read, joined and written in a thread: a thousand take a server about 50 ms. */
const largeSettling = 400;

const taskRows = z.array(z.object({ articleId: z.string(), revision: z.number() }));
const idRows = z.array(z.object({ id: z.string() }));

/**
 * Reads the reuse of articles that changed again, until nothing is left to do; returns how many articles. Two processes
 * settle one project one after the other, and a change made meanwhile is settled next. What fails in one project keeps
 * no other waiting: it is thrown when all have had their turn. `settleLarge` says where a project is settled that has
 * more to read than a request may wait for, and returns how many articles; here, unless told.
 */
export async function settleReuse(
  settleLarge: (projectId: string) => Promise<number> = settleProject,
): Promise<number> {
  const projects = idRows.parse(
    await db().$queryRaw`SELECT DISTINCT "projectId" AS "id" FROM "ReuseTask" ORDER BY 1`,
  );
  const failures: unknown[] = [];
  let total = 0;
  for (const { id } of projects)
    try {
      let settled = await settleSome(id, largeSettling);
      for (; settled !== null && settled > 0; settled = await settleSome(id, largeSettling)) total += settled;
      if (settled === null) total += await settleLarge(id);
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
  return total;
}

/** Settles a project, however much there is to read, until nothing is left to do; returns how many articles. */
export async function settleProject(projectId: string): Promise<number> {
  let total = 0;
  let settled = await settleSome(projectId, Number.POSITIVE_INFINITY);
  for (; settled; settled = await settleSome(projectId, Number.POSITIVE_INFINITY)) total += settled;
  return total;
}

/** The number of articles settled; null where more than `most` links are to be read for them: then nothing is done. */
function settleSome(projectId: string, most: number): Promise<number | null> {
  return inTransaction(undefined, async (tx) => {
    await lockProject(tx, projectId);
    const tasks = taskRows.parse(
      await tx.$queryRaw`
        SELECT "articleId", "revision" FROM "ReuseTask" WHERE "projectId" = ${projectId}::uuid
         ORDER BY "articleId" LIMIT ${MOST_ARTICLES}`,
    );
    if (tasks.length === 0) return 0;
    const ids = tasks.map((task) => task.articleId);
    if (!(await settleArticles(tx, projectId, ids, most))) return null;
    await tx.$executeRaw`
      DELETE FROM "ReuseTask" t USING jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) AS x("articleId" uuid, "revision" int)
       WHERE t."articleId" = x."articleId" AND t."revision" = x."revision"`;
    return tasks.length;
  });
}

/** Forms all clusters of a project anew from its final layers: the same rows as settling every change by itself. */
export function rebuildReuse(projectId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (t) => {
    await lockProject(t, projectId);
    const old = await t.reuseCluster.findMany({ where: { projectId }, select: { id: true } });
    const links = await readLinks(t, Prisma.sql`k."projectId" = ${projectId}::uuid`);
    await replaceClusters(
      t,
      projectId,
      old.map((one) => one.id),
      formClusters(links).map(summarise),
    );
  });
}

async function lockProject(tx: Tx, projectId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('reuse ' || ${projectId}, 0))`;
}

/**
 * Settles articles. Only clusters that hold a passage of theirs, or one that overlaps an end of their links, can change:
 * a link joins only what its two ends are passages of, and taking one away splits only the cluster it was in. False, and
 * nothing done, where that means to read more than `most` links.
 */
async function settleArticles(
  tx: Tx,
  projectId: string,
  articleIds: readonly string[],
  most: number,
): Promise<boolean> {
  const ids = [...articleIds];
  const atMost = Number.isFinite(most) ? Prisma.sql`LIMIT ${most + 1}` : Prisma.empty;
  const ownIds = idRows.parse(
    await tx.$queryRaw`
      SELECT o."id" FROM "ReuseLink" o JOIN "Layer" l ON l."id" = o."layerId" WHERE l."articleId" = ANY(${ids}::uuid[])
      UNION
      SELECT o."id" FROM "ReuseLink" o JOIN "Passage" p ON p."id" = o."passageId"
        JOIN "ArticleVersion" v ON v."id" = p."versionId" WHERE v."articleId" = ANY(${ids}::uuid[])
      UNION
      SELECT q."id" FROM "PassagePair" q
       WHERE (q."articleA" = ANY(${ids}::uuid[]) OR q."articleB" = ANY(${ids}::uuid[])) AND q."verdict" IS NOT NULL ${atMost}`,
  );
  if (ownIds.length > most) return false;
  const own = await readLinks(tx, isAmong(ownIds));
  const affected = await clustersTouched(tx, projectId, ids, own);
  const members = idRows.parse(
    await tx.$queryRaw`
      SELECT "linkId" AS "id" FROM "ReuseClusterLink" WHERE "clusterId" = ANY(${affected}::uuid[]) ${atMost}`,
  );
  if (ownIds.length + members.length > most) return false;
  const kept = await readLinks(tx, isAmong(members));
  const links = new Map([...own, ...kept].map((link) => [link.id, link]));
  for (const link of await readRejected(tx, [...links.values()])) links.set(link.id, link);
  await replaceClusters(tx, projectId, affected, formClusters([...links.values()]).map(summarise));
  await noteLinked(tx, ids);
  return true;
}

function isAmong(links: readonly { id: string }[]): Prisma.Sql {
  return Prisma.sql`k."id" = ANY(${links.map((link) => link.id)}::uuid[])`;
}

async function clustersTouched(
  tx: Tx,
  projectId: string,
  articleIds: string[],
  links: readonly ReuseTie[],
): Promise<string[]> {
  const ends = links.flatMap((link) => [link.a, link.b]);
  const places = ends.map((end) => ({
    versionId: end.versionId,
    url: end.url,
    ...(hullOf(end.spans) ?? { start: 0, end: 0 }),
  }));
  // As the index has them: without the part that only scrolls.
  const addresses = [
    ...new Set(ends.flatMap((end) => (end.url === null ? [] : [end.url.replace(/#.*$/s, "")]))),
  ];
  const rows = await tx.$queryRaw`
      SELECT p."clusterId" AS "id" FROM "ReusePassage" p WHERE p."articleId" = ANY(${articleIds}::uuid[])
    UNION
      SELECT p."clusterId" FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS x("versionId" uuid, "start" int, "end" int)
        JOIN "ReusePassage" p ON p."versionId" = x."versionId" AND p."start" < x."end" AND p."end" > x."start"
    UNION
      SELECT p."clusterId" FROM "ReusePassage" p
       WHERE p."projectId" = ${projectId}::uuid AND p."url" IS NOT NULL
         AND md5(regexp_replace(p."url", '#.*$', '')) IN (SELECT md5(u) FROM unnest(${addresses}::text[]) u)`;
  return idRows.parse(rows).map((row) => row.id);
}

/** The rejected links of final layers that start in a text of these links, on either side. */
function readRejected(tx: Tx, links: readonly ReuseTie[]): Promise<ReuseTie[]> {
  const versions = [
    ...new Set(links.flatMap(({ a, b }) => [a.versionId, b.versionId]).flatMap((id) => id ?? [])),
  ];
  return readLinks(
    tx,
    Prisma.sql`k."state" = 'rejected' AND k."id" IN (
      SELECT o."id" FROM "ReuseLink" o JOIN "Layer" l ON l."id" = o."layerId" WHERE l."versionId" = ANY(${versions}::uuid[])
      UNION
      SELECT q."id" FROM "PassagePair" q
       WHERE (q."versionA" = ANY(${versions}::uuid[]) OR q."versionB" = ANY(${versions}::uuid[])) AND q."verdict" = 'no')`,
  );
}
