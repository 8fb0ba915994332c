import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister } from "@/lib/sources/access";
import type { ProposalDto } from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";
import { findSoundingAlike } from "@/lib/sources/sounds";
import { Prisma } from "@/prisma/generated/client";

const queueSize = 20;
const mostUses = 3;
const mostAlike = 3;

const rows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    name: z.string(),
    kind: z.string(),
    note: z.string(),
    createdAt: z.date(),
    uses: z.array(
      z.object({
        annotationId: z.string(),
        layerId: z.string(),
        /** The article, where these are another person's words of it. */
        spoiltId: z.string().nullable(),
        projectSlug: z.string(),
        articleTitle: z.string(),
        words: z.string(),
      }),
    ),
  }),
);

/**
 * The proposals that wait for a reviewer, oldest first: each with up to three mentions that use it, as far as the actor
 * sees their layers (which is noted, as looking at others' layers always is), and up to three sources of the register
 * that it may be. Who proposed it is not said. Throws forbidden for who may not edit the register.
 */
export async function listProposals(
  actor: Actor,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<ProposalDto>> {
  await requireRegister(actor, "source.edit", tx);
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const from = cursor
    ? Prisma.sql`AND s."number" ${isBackward ? Prisma.sql`<` : Prisma.sql`>`} ${BigInt(cursor.key)}`
    : Prisma.empty;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."number", s."name", s."kind", s."note", s."createdAt", u.uses
        FROM (SELECT s.* FROM seen_sources(${viewer}) s
               WHERE s."isProposal" AND s."canonicalId" IS NULL AND s."refusedAt" IS NULL ${from}
               ORDER BY s."number" ${order} LIMIT ${queueSize + 1}) s
       CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(to_jsonb(x) - 'at' ORDER BY x.at), '[]') AS uses FROM (
          SELECT u."createdAt" AS at, u."attributionId" AS "annotationId", l."id" AS "layerId", p."slug" AS "projectSlug",
                 CASE WHEN l."kind" <> 'shared' AND l."ownerId" IS DISTINCT FROM ${viewer} THEN a."id" END AS "spoiltId",
                 a."title" AS "articleTitle",
                 coalesce((SELECT string_agg(q."quote", ' … ' ORDER BY q."start") FROM "AnnotationSpan" q
                            WHERE q."annotationId" = u."attributionId" AND q."role" = 'source'), '') AS words
            FROM "AttributionSource" u
            JOIN "Annotation" n ON n."id" = u."attributionId" AND n."deletedAt" IS NULL
            JOIN seen_layers(${viewer}) l ON l."id" = u."layerId"
            JOIN "Article" a ON a."id" = l."articleId"
            JOIN "Project" p ON p."id" = a."projectId"
           WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL
           ORDER BY u."createdAt", u."id" LIMIT ${mostUses}) x) u
       ORDER BY s."number" ${order}`,
  );
  const page = makePage(found, cursor, (row) => String(row.number), queueSize);
  const spoilt = page.items.flatMap((row) => row.uses.flatMap((use) => use.spoiltId ?? []));
  if (spoilt.length > 0) await recordLayerView(actor, [...new Set(spoilt)], tx);
  const items = await Promise.all(
    page.items.map(async ({ number: _number, createdAt, uses, ...row }) => ({
      ...row,
      uses: uses.map(({ spoiltId: _spoiltId, ...use }) => use),
      createdAt: createdAt.toISOString(),
      alike: await findAlike(actor, row, tx),
    })),
  );
  return { ...page, items };
}

/** Sources of the register that a proposal may be: by sound, then by likeness of letters. */
async function findAlike(actor: Actor, proposal: { id: string; name: string }, tx: Tx) {
  const sounds = await findSoundingAlike(actor, proposal.name, tx);
  const like = await searchSources(actor, proposal.name, mostAlike + 1, undefined, tx);
  const all = [...sounds, ...like].filter((one) => one.id !== proposal.id);
  return all
    .filter((one, place) => all.findIndex((other) => other.id === one.id) === place)
    .slice(0, mostAlike)
    .map(({ id, name, kind }) => ({ id, name, kind }));
}
