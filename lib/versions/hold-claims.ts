import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { type HoldingLink, heldClaims } from "@/lib/versions/held-claims";
import type { CarryPlace } from "@/lib/versions/plan-carry";
import { Prisma } from "@/prisma/generated/client";

const spans = z.array(z.object({ start: z.number(), end: z.number() }));
const claimRows = z.array(z.object({ id: z.string(), spans }));
const end = z.object({ versionId: z.string(), spans });
const linkRows = z.array(
  z.object({ id: z.string(), annotationId: z.string(), near: end, far: end, held: z.array(z.string()) }),
);
type Link = HoldingLink & { id: string; annotationId: string };

/** What confirmed reuse joined of an earlier final layer's claims, read before anything follows to the newer text. */
export type JoinedBefore = {
  claims: z.infer<typeof claimRows>;
  /** By the layer's own duplicates, and by those of other articles. */
  own: Link[];
  others: Link[];
};

/** Reads what confirmed reuse joins of a final layer's claims. */
export async function readJoined(
  tx: Tx,
  former: { layerId: string; versionId: string },
): Promise<JoinedBefore> {
  const claims = await readClaims(tx, former.layerId);
  const ids = claims.map((claim) => claim.id);
  return {
    claims,
    own: await readLinks(tx, Prisma.sql`k."layerId" = ${former.layerId}::uuid`),
    others: await readLinks(
      tx,
      Prisma.sql`l."kind" = 'adjudicated' AND k."layerId" <> ${former.layerId}::uuid
        AND k."id" IN (
          SELECT i."id" FROM "Passage" o JOIN "ReuseLink" i ON i."passageId" = o."id" WHERE o."versionId" = ${former.versionId}::uuid
           UNION SELECT h."id" FROM "ReuseLink" h WHERE h."heldClaimIds" <> '{}' AND h."heldClaimIds" && ${ids}::uuid[])`,
    ),
  };
}

/**
 * Lets confirmed reuse hold on to the claims of a newer final layer whose former selves it joined, where it does not cover
 * them any more. A duplicate that has no successor in the newer layer holds nothing: it was let go, or deleted. Returns how
 * many links hold on to others than before.
 */
export async function holdClaims(
  tx: Tx,
  before: JoinedBefore,
  place: CarryPlace & { layerId: string },
  successors: ReadonlyMap<string, string>,
): Promise<number> {
  if (before.own.length + before.others.length === 0) return 0;
  const now = new Map((await readClaims(tx, place.layerId)).map((claim) => [claim.id, claim]));
  const claims = before.claims.map((claim) => ({
    ...claim,
    now: now.get(successors.get(claim.id) ?? "") ?? null,
  }));
  const ids = before.others.map((link) => link.id);
  const after = new Map(
    (await readLinks(tx, Prisma.sql`k."id" = ANY(${ids}::uuid[])`)).map((link) => [link.id, link]),
  );
  const own = await readLinks(tx, Prisma.sql`k."layerId" = ${place.layerId}::uuid`);
  const held = new Map<string, Set<string>>();
  const hold = (link: Link, then: Link | undefined) => {
    if (!then) return;
    held.set(then.id, new Set([...(held.get(then.id) ?? []), ...heldClaims(link, then, place, claims)]));
  };
  for (const link of before.others) hold(link, after.get(link.id));
  for (const link of before.own)
    for (const then of own) if (then.annotationId === successors.get(link.annotationId)) hold(link, then);
  const rows = [...held].map(([id, claimIds]) => ({ id, claimIds: [...claimIds].toSorted() }));
  return tx.$executeRaw`
    UPDATE "ReuseLink" k SET "heldClaimIds" = x."claimIds"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" uuid, "claimIds" uuid[])
     WHERE k."id" = x."id" AND k."heldClaimIds" <> x."claimIds"`;
}

async function readClaims(tx: Tx, layerId: string): Promise<JoinedBefore["claims"]> {
  return claimRows.parse(
    await tx.$queryRaw`
      SELECT n."id", ${spansOf(Prisma.sql`"AnnotationSpan" s WHERE s."annotationId" = n."id" AND s."role" = 'body'`)} AS spans
        FROM "Annotation" n
       WHERE n."layerId" = ${layerId}::uuid AND n."kind" = 'claim' AND n."deletedAt" IS NULL`,
  );
}

async function readLinks(tx: Tx, where: Prisma.Sql): Promise<Link[]> {
  const near = spansOf(Prisma.sql`"AnnotationSpan" s WHERE s."annotationId" = n."id" AND s."role" = 'body'`);
  const far = spansOf(Prisma.sql`"PassageSpan" s WHERE s."passageId" = p."id"`);
  const rows = linkRows.parse(
    await tx.$queryRaw`
      SELECT k."id", k."annotationId", k."heldClaimIds" AS held,
             jsonb_build_object('versionId', n."versionId", 'spans', ${near}) AS near,
             jsonb_build_object('versionId', p."versionId", 'spans', ${far}) AS far
        FROM "ReuseLink" k
        JOIN "Layer" l ON l."id" = k."layerId"
        JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
        JOIN "Passage" p ON p."id" = k."passageId" AND p."versionId" IS NOT NULL
       WHERE k."state" = 'confirmed' AND k."deletedAt" IS NULL AND ${where} ORDER BY k."id"`,
  );
  return rows.map(({ near: first, far: second, ...link }) => ({ ...link, ends: [first, second] }));
}

function spansOf(rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end")), '[]') FROM ${rows})`;
}
