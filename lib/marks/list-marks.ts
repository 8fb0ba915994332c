import "server-only";
import { z } from "zod";
import { recordLayerView, requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { db, type Tx } from "@/lib/db";
import { forbidden } from "@/lib/errors";
import type { MarkChoices, MarkFilter, MarkLineDto, MarkSort } from "@/lib/marks/schema";
import { decodeCursor, encodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { getSourceName } from "@/lib/sources/source-name";
import { Prisma } from "@/prisma/generated/client";

/** Lines that a page looks at first: enough for nearly every page, as most lines are seen by most readers. */
const LOOKED_AT_FIRST = 150;
/** Lines that one page looks at at most: a filter that fits few of them says how far it looked, and goes on from there. */
const MOST_LOOKED_AT = 3_000;

const columns: Record<MarkSort, Prisma.Sql> = {
  position: Prisma.sql`m."positionKey"`,
  left: Prisma.sql`m."leftKey"`,
  right: Prisma.sql`m."rightKey"`,
};

const rowShape = z.object({
  annotationId: z.string(),
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  kind: z.string(),
  left: z.string(),
  mark: z.string(),
  right: z.string(),
  start: z.number(),
  end: z.number(),
  key: z.string(),
  values: z.array(z.string()),
  sources: z.array(z.string()),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  guideline: z.number().nullable(),
});
const lastRows = z.array(z.object({ key: z.string(), annotationId: z.string() }));

/** A page of the concordance; `isPartial` where it looked at as many lines as one page may and goes on from there. */
export type MarkPage = Page<MarkLineDto> & { isPartial: boolean };

/**
 * A page of a project's marks in their context, of final layers or of what annotators handed in (for reviewers and
 * managers, who have looked at others' work then), as far as the actor sees their layers. Throws notFound, forbidden,
 * badInput `bad-cursor`.
 */
export async function listMarks(
  actor: Actor,
  slug: string,
  filter: MarkFilter,
  { tx = db(), limit = pageSize }: { tx?: Tx; limit?: number } = {},
): Promise<MarkPage> {
  const { projectId, role } = await requireProject(actor, slug, "project.view", tx);
  if (filter.scope === "people" && !can(role, "review.decide"))
    throw forbidden("Annotators' own layers are for reviewers and managers.");
  const column = columns[filter.sort];
  const cursor = decodeCursor(z.tuple([z.literal(filter.sort), z.string().max(600), z.uuid()]), filter.at);
  const isBackward = cursor?.side === "before";
  const way = isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = cursor
    ? Prisma.sql`AND (${column}, m."annotationId") ${isBackward ? Prisma.sql`<` : Prisma.sql`>`} (${cursor.key[1]}, ${cursor.key[2]}::uuid)`
    : Prisma.empty;
  // Left out here already: the place of a page may be a line that was looked at in vain, and would tell of a hidden mark.
  const range = Prisma.sql`FROM "MarkLine" m
    WHERE m."projectId" = ${projectId}::uuid AND m."scope" = ${filter.scope}
      AND m."articleId" NOT IN (SELECT b.id FROM blind_articles(${actor.userId}::uuid) b(id))
      ${filter.kind ? Prisma.sql`AND m."kind" = ${filter.kind}` : Prisma.empty} ${beyond}
    ORDER BY ${column} ${way}, m."annotationId" ${way}`;
  const look = async (lines: number) =>
    z.array(rowShape).parse(
      await tx.$queryRaw`
    SELECT m."annotationId", m."articleId", y."versionId", a."title", m."kind", m."left", m."mark", m."right", m."start", m."end",
           ${column} AS key, m."values", m."ownerId", u."name" AS "ownerName", g."number" AS guideline,
           ARRAY(SELECT s."name" FROM "Source" s WHERE s."id" = ANY(m."sourceIds") ORDER BY s."name") AS sources
      FROM (SELECT m.* ${range} LIMIT ${lines}) m
      JOIN "Article" a ON a."id" = m."articleId"
      JOIN "Layer" y ON y."id" = m."layerId"
      LEFT JOIN "User" u ON u."id" = m."ownerId"
      LEFT JOIN "GuidelineVersion" g ON g."id" = m."guidelineVersionId"
     WHERE ${narrowing(filter)}
       AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = m."layerId")
     ORDER BY ${column} ${way}, m."annotationId" ${way} LIMIT ${limit + 1}`,
    );
  const few = await look(Math.max(LOOKED_AT_FIRST, limit + 1));
  const rows = few.length > limit ? few : await look(MOST_LOOKED_AT);
  const page = makePage(rows, cursor, (row) => [filter.sort, row.key, row.annotationId], limit);
  const last =
    rows.length > limit || isBackward
      ? undefined
      : lastRows.parse(
          await tx.$queryRaw`SELECT ${column} AS key, m."annotationId" ${range} OFFSET ${MOST_LOOKED_AT - 1} LIMIT 1`,
        )[0];
  await noteLookedAt(actor, page.items, tx);
  const { hideNames } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { hideNames: true },
  });
  const isHidden = hideNames && !can(role, "project.members");
  return {
    ...page,
    next: last ? encodeCursor({ side: "after", key: [filter.sort, last.key, last.annotationId] }) : page.next,
    isPartial: last !== undefined,
    items: page.items.map(({ ownerId, ownerName, key: _key, ...row }) => ({
      ...row,
      person: ownerId ? (isHidden ? hiddenName(projectId, ownerId) : ownerName) : null,
    })),
  };
}

/** Whoever has read others' marks of an article cannot be given it any more: to annotate, or once it has gold to be measured. */
async function noteLookedAt(actor: Actor, rows: readonly z.output<typeof rowShape>[], tx: Tx): Promise<void> {
  const seen = rows.filter((row) => row.ownerId !== actor.userId).map((row) => row.articleId);
  if (seen.length > 0) await recordLayerView(actor, [...new Set(seen)], tx);
}

function narrowing({ value, cue, source, person, guideline, before }: MarkFilter): Prisma.Sql {
  const conditions = [
    ...(value ? [Prisma.sql`${value} = ANY(m."values")`] : []),
    ...(cue ? [Prisma.sql`m."cue" = lower(${cue.normalize("NFC")})`] : []),
    ...(source
      ? [
          Prisma.sql`EXISTS (SELECT 1 FROM unnest(m."sourceIds") x(id) WHERE canonical_source(x.id) = canonical_source(${source}::uuid))`,
        ]
      : []),
    ...(person ? [Prisma.sql`m."ownerId" = ${person}::uuid`] : []),
    ...(guideline ? [Prisma.sql`m."guidelineVersionId" = ${guideline}::uuid`] : []),
    ...(before ? [Prisma.sql`g."number" < ${before}`] : []),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, " AND ") : Prisma.sql`true`;
}

/** Whose marks, which versions of the guideline and (by name) which source the concordance can be narrowed to, and whether the actor may act on marks. */
export async function listMarkChoices(
  actor: Actor,
  slug: string,
  sourceId?: string,
  tx: Tx = db(),
): Promise<MarkChoices & { mayAct: boolean; mayShare: boolean }> {
  const { projectId, role } = await requireProject(actor, slug, "project.view", tx);
  const mayAct = can(role, "review.decide");
  const { hideNames } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { hideNames: true },
  });
  const isHidden = hideNames && !can(role, "project.members");
  const members = mayAct
    ? await tx.member.findMany({
        where: { projectId, role: { not: "viewer" } },
        select: { userId: true, user: { select: { name: true } } },
        take: 200,
      })
    : [];
  const guidelines = await tx.guidelineVersion.findMany({
    where: { projectId },
    select: { id: true, number: true },
    orderBy: { number: "desc" },
    take: 50,
  });
  const people = members
    .map(({ userId, user }) => ({ id: userId, name: isHidden ? hiddenName(projectId, userId) : user.name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const source = sourceId ? await getSourceName(actor, sourceId, tx) : null;
  const attributes = await readAttributes(tx, projectId);
  return { people, guidelines, source, attributes, mayAct, mayShare: can(role, "project.settings") };
}
