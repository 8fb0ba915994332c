import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { readDecisions, toDecisionDto } from "@/lib/review/decisions";
import {
  type DisputeCandidate,
  type DisputeDto,
  type DisputeFilter,
  type DisputeItem,
  type DisputePage,
  disputeStates,
} from "@/lib/review/dispute-schema";
import { hiddenName } from "@/lib/review/hidden-name";
import { linkTexts } from "@/lib/review/link-texts";
import { nameLayers, readLinkNames } from "@/lib/review/queries";
import { unitMembers } from "@/lib/review/schema";
import { readStanding } from "@/lib/review/standing";
import { submittedLayers } from "@/lib/review/submitted-objects";
import { Prisma } from "@/prisma/generated/client";

const itemRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    articleId: z.string(),
    title: z.string(),
    state: z.enum(disputeStates),
    raisedById: z.string(),
    raisedByName: z.string(),
    firstWords: z.string(),
    createdAt: z.date(),
  }),
);
const numberKey = z.string().regex(/^\d{1,19}$/);

/**
 * A page of a project's disputes for its reviewers: open ones oldest first, settled ones newest first. Those about
 * articles whose final layer the reader may not see are left out. Throws notFound, forbidden, `bad-cursor`.
 */
export async function listDisputes(
  actor: Actor,
  slug: string,
  filter: DisputeFilter,
  cursorText?: string | null,
): Promise<Page<DisputeItem>> {
  const { projectId, role } = await requireProject(actor, slug, "review.decide");
  const cursor = decodeCursor(numberKey, cursorText);
  const isRising = (filter === "open") !== (cursor?.side === "before");
  const compare = Prisma.raw(isRising ? ">" : "<");
  const direction = Prisma.raw(isRising ? "ASC" : "DESC");
  const from = cursor ? Prisma.sql`AND d."number" ${compare} ${BigInt(cursor.key)}` : Prisma.empty;
  const state = filter === "open" ? Prisma.sql`d."state" = 'open'` : Prisma.sql`d."state" <> 'open'`;
  const { hideNames } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { hideNames: true },
  });
  const rows = await db().$queryRaw`
    SELECT d."id", d."number", d."articleId", a."title", d."state", d."raisedById", u."name" AS "raisedByName",
           left((SELECT m."body" FROM "DisputeMessage" m WHERE m."disputeId" = d."id" ORDER BY m."number" LIMIT 1), 200) AS "firstWords",
           d."createdAt"
      FROM seen_disputes(${actor.userId}::uuid) d
      JOIN "Article" a ON a."id" = d."articleId"
      JOIN "User" u ON u."id" = d."raisedById"
     WHERE d."projectId" = ${projectId}::uuid AND ${state} ${from}
     ORDER BY d."number" ${direction} LIMIT ${pageSize + 1}`;
  const page = makePage(itemRows.parse(rows), cursor, (row) => String(row.number));
  const isHidden = hideNames && role !== "manager";
  return {
    ...page,
    items: page.items.map(({ number: _number, raisedById, raisedByName, createdAt, ...row }) => ({
      ...row,
      raisedBy: isHidden ? hiddenName(projectId, raisedById) : raisedByName,
      createdAt: createdAt.toISOString(),
    })),
  };
}

const disputeRows = z.array(
  z.object({
    id: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    unitId: z.string(),
    raisedById: z.string(),
    state: z.enum(disputeStates),
    messages: z.array(
      z.object({
        id: z.string(),
        authorId: z.string(),
        name: z.string(),
        body: z.string(),
        answer: z.enum(["kept", "changed"]).nullable(),
        createdAt: z.string(),
      }),
    ),
  }),
);
type DisputeRow = z.infer<typeof disputeRows>[number];

const disputeColumns = Prisma.sql`
  d."id", d."projectId", d."articleId", d."unitId", d."raisedById", d."state", (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', m."id", 'authorId', m."authorId", 'name', u."name", 'body', m."body",
             'answer', m."answer", 'createdAt', to_char(m."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
             ORDER BY m."number"), '[]')
      FROM "DisputeMessage" m JOIN "User" u ON u."id" = m."authorId" WHERE m."disputeId" = d."id") AS messages`;

/** The disputes that the actor has raised about an article, by the unit they are about. */
export async function readOwnDisputes(actor: Actor, articleId: string): Promise<Map<string, DisputeDto>> {
  const rows = await db().$queryRaw`
    SELECT ${disputeColumns} FROM seen_disputes(${actor.userId}::uuid) d
     WHERE d."articleId" = ${articleId}::uuid AND d."raisedById" = ${actor.userId}::uuid`;
  return new Map(disputeRows.parse(rows).map((row) => [row.unitId, toDto(actor, row, null)]));
}

/** A dispute with what was marked and decided in its place; for reviewers and managers alone. Throws notFound. */
export async function getDispute(actor: Actor, disputeId: string, tx: Tx = db()): Promise<DisputePage> {
  if (!z.uuid().safeParse(disputeId).success) throw notFound();
  const [row] = disputeRows.parse(
    await tx.$queryRaw`
      SELECT ${disputeColumns} FROM seen_disputes(${actor.userId}::uuid) d WHERE d."id" = ${disputeId}::uuid`,
  );
  if (!row) throw notFound();
  const standing = await readStanding(actor, row.articleId, tx).catch((error: unknown) => {
    // A raiser reads the thread beside the outcome; this page does not exist for them.
    if (row.raisedById === actor.userId) throw notFound();
    throw error;
  });
  if (standing.refusal || !can(standing.role, "review.decide")) throw notFound();
  const [unit, project, submitted, final] = await Promise.all([
    tx.reviewUnit.findUniqueOrThrow({ where: { id: row.unitId } }),
    tx.project.findUniqueOrThrow({ where: { id: row.projectId }, select: { hideNames: true } }),
    submittedLayers(tx, row.articleId),
    tx.layer.findFirstOrThrow({
      where: { articleId: row.articleId, kind: "adjudicated" },
      orderBy: { version: { number: "desc" } },
      select: { versionId: true },
    }),
  ]);
  const isHidden = project.hideNames && standing.role !== "manager";
  const layers = await nameLayers(tx, row.articleId, submitted, isHidden);
  const members = unitMembers.parse(unit.members);
  const owners = await tx.layer.findMany({
    where: { id: { in: layers.map((layer) => layer.id) } },
    select: { id: true, ownerId: true },
  });
  const names = await readLinkNames(
    tx,
    layers.flatMap((layer) => layer.objects),
  );
  const candidates = layers.flatMap((layer): DisputeCandidate[] => {
    const ids = new Set(members.filter((one) => one.layerId === layer.id).map((one) => one.annotationId));
    const marks = layer.objects.filter((one) => one.type === "annotation").filter((one) => ids.has(one.id));
    if (marks.length === 0) return [];
    return [
      {
        layerId: layer.id,
        name: layer.name,
        letter: layer.letter,
        isRaiser: owners.some((one) => one.id === layer.id && one.ownerId === row.raisedById),
        marks,
        links: marks.map((mark) => linkTexts(mark.id, layer.objects, names)),
      },
    ];
  });
  return {
    ...toDto(actor, row, isHidden ? row.projectId : null),
    slug: standing.slug,
    title: standing.title,
    versionId: final.versionId,
    kind: unit.kind,
    attributes: await readAttributes(tx, row.projectId),
    decision: toDecisionDto((await readDecisions(tx, [row.unitId])).get(row.unitId)),
    candidates,
  };
}

/** `hiddenIn` is the project where annotators' names are hidden from this reader. */
function toDto(actor: Actor, row: DisputeRow, hiddenIn: string | null): DisputeDto {
  return {
    id: row.id,
    articleId: row.articleId,
    unitId: row.unitId,
    state: row.state,
    isOwn: row.raisedById === actor.userId,
    messages: row.messages.map(({ authorId, name, ...message }) => ({
      ...message,
      isSelf: authorId === actor.userId,
      author: hiddenIn && authorId === row.raisedById ? hiddenName(hiddenIn, authorId) : name,
    })),
  };
}
