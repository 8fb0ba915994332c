import "server-only";
import { z } from "zod";
import { highestRole } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { type Actor, canOnRegister } from "@/lib/policy";
import { requireRegister, requireSource } from "@/lib/sources/access";
import type { SourceDto, SourcePermissions } from "@/lib/sources/schema";
import { Prisma } from "@/prisma/generated/client";

/** That a source `s`, or one of its aliases, holds a text in its name or resembles it. */
export function sourceMatches(text: string): Prisma.Sql {
  const like = `%${escapeLike(text)}%`;
  return Prisma.sql`(s."name" ILIKE ${like} OR s."name" % ${text} OR EXISTS (
    SELECT 1 FROM "SourceAlias" a WHERE a."sourceId" = s."id" AND (a."name" ILIKE ${like} OR a."name" % ${text})))`;
}

/** A text as a literal part of a LIKE pattern. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** What the actor may do on the register. */
export async function sourcePermissions(actor: Actor, tx: Tx = db()): Promise<SourcePermissions> {
  const role = await highestRole(actor, tx);
  return {
    canEdit: canOnRegister(role, "source.edit"),
    canRate: canOnRegister(role, "source.rate"),
    canDecideHouseGrade: canOnRegister(role, "source.houseGrade"),
    canPropose: canOnRegister(role, "source.propose"),
  };
}

const refFields = { id: z.string(), name: z.string(), kind: z.string() };
const refRows = z.array(z.object(refFields));
const mergedNameRows = z.array(z.object({ id: z.string(), name: z.string(), of: z.string() }));
const affiliationRows = z.array(
  z.object({
    ...refFields,
    affiliationId: z.string(),
    fromDate: z.date().nullable(),
    toDate: z.date().nullable(),
  }),
);

/** A source with its names, domains, affiliations and merges; others that the actor may not see are left out. Throws notFound. */
export async function getSource(actor: Actor, sourceId: string, tx: Tx = db()): Promise<SourceDto> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const own = await tx.source.findUniqueOrThrow({
    where: { id: source.id },
    select: {
      note: true,
      licence: true,
      createdAt: true,
      aliases: { orderBy: { name: "asc" }, select: { id: true, name: true, kind: true } },
      domains: { orderBy: { domain: "asc" }, select: { domain: true } },
    },
  });
  const into = refRows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name", s."kind" FROM seen_sources(${viewer}) s WHERE s."id" = ${source.canonicalId}::uuid`,
  );
  const merged = refRows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name", s."kind" FROM seen_sources(${viewer}) s
       WHERE s."canonicalId" = ${source.id}::uuid ORDER BY s."name", s."id" LIMIT 200`,
  );
  const mergedNames = mergedNameRows.parse(
    await tx.$queryRaw`
      SELECT n."id", n."name", s."name" AS of
        FROM source_family(${source.id}::uuid) f
        JOIN seen_sources(${viewer}) s ON s."id" = f AND f <> ${source.id}::uuid
       CROSS JOIN LATERAL (
         SELECT s."id", s."name" UNION ALL SELECT a."id", a."name" FROM "SourceAlias" a WHERE a."sourceId" = s."id") n
       ORDER BY n."name", n."id" LIMIT 200`,
  );
  const affiliation = (mine: Prisma.Sql, other: Prisma.Sql) => Prisma.sql`
    SELECT a."id" AS "affiliationId", s."id", s."name", s."kind", a."fromDate", a."toDate"
      FROM "SourceAffiliation" a JOIN seen_sources(${viewer}) s ON s."id" = ${other}
     WHERE ${mine} = ${source.id}::uuid
     ORDER BY a."fromDate" NULLS FIRST, s."name", a."id" LIMIT 200`;
  const parents = await tx.$queryRaw(affiliation(Prisma.sql`a."sourceId"`, Prisma.sql`a."parentId"`));
  const children = await tx.$queryRaw(affiliation(Prisma.sql`a."parentId"`, Prisma.sql`a."sourceId"`));
  return {
    id: source.id,
    name: source.name,
    kind: source.kind,
    note: own.note,
    licence: own.licence,
    isProposal: source.isProposal,
    isRefused: source.refusedAt !== null,
    isMine: source.createdById === actor.userId,
    revision: source.revision,
    createdAt: own.createdAt.toISOString(),
    mergedInto: into[0] ?? null,
    merged,
    mergedNames,
    aliases: own.aliases,
    domains: own.domains.map((row) => row.domain),
    parents: affiliationRows.parse(parents).map(toAffiliation),
    children: affiliationRows.parse(children).map(toAffiliation),
  };
}

function toAffiliation(row: z.infer<typeof affiliationRows>[number]) {
  const { affiliationId, id, name, kind } = row;
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;
  return {
    id: affiliationId,
    other: { id, name, kind },
    fromDate: day(row.fromDate),
    toDate: day(row.toDate),
  };
}
