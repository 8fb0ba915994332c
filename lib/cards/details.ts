import "server-only";
import { z } from "zod";
import type {
  CardEventDto,
  CardLinkDto,
  CardMoveDto,
  CredibilityDto,
  EvidenceDto,
  OriginDto,
  VerdictDto,
} from "@/lib/cards/schema";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import {
  cardLinkTypes,
  claimTypes,
  credibilityGrades,
  evidenceStances,
  interestFlags,
  truthScales,
  verdicts,
} from "@/lib/vocabulary";

const judged = {
  id: z.string(),
  isMine: z.boolean(),
  raterName: z.string(),
  rationale: z.string(),
  sawOthers: z.boolean(),
  createdAt: z.date().transform((at) => at.toISOString()),
};
const credibilityRows = z.array(z.object({ ...judged, grade: z.enum(credibilityGrades) }));
const verdictRows = z.array(z.object({ ...judged, verdict: z.enum(verdicts) }));

/** The grades of a card's credibility that the actor sees, newest first, at most 200. */
export async function readCredibilities(actor: Actor, cardId: string, tx: Tx): Promise<CredibilityDto[]> {
  return credibilityRows.parse(
    await tx.$queryRaw`
      SELECT g."id", g."raterId" = ${actor.userId}::uuid AS "isMine", u."name" AS "raterName", g."grade", g."rationale",
             g."sawOthers", g."createdAt"
        FROM seen_credibilities(${actor.userId}::uuid) g JOIN "User" u ON u."id" = g."raterId"
       WHERE g."cardId" = ${cardId}::uuid ORDER BY g."number" DESC LIMIT 200`,
  );
}

/** The verdicts on a card that the actor sees, newest first, at most 200. */
export async function readVerdicts(actor: Actor, cardId: string, tx: Tx): Promise<VerdictDto[]> {
  return verdictRows.parse(
    await tx.$queryRaw`
      SELECT g."id", g."raterId" = ${actor.userId}::uuid AS "isMine", u."name" AS "raterName", g."verdict", g."rationale",
             g."sawOthers", g."createdAt"
        FROM seen_verdicts(${actor.userId}::uuid) g JOIN "User" u ON u."id" = g."raterId"
       WHERE g."cardId" = ${cardId}::uuid ORDER BY g."number" DESC LIMIT 200`,
  );
}

const described = z
  .array(
    z.object({
      claimTypes: z.array(z.enum(claimTypes)),
      verifiable: z.boolean().nullable(),
      publicInterest: z.boolean().nullable(),
      harm: z.boolean().nullable(),
      truthScale: z.enum(truthScales),
    }),
  )
  .length(1);

/** What is said about a card's statement, and the truth scale of its project. */
export async function readDescription(cardId: string, tx: Tx): Promise<z.infer<typeof described>[number]> {
  const rows = described.parse(
    await tx.$queryRaw`
      SELECT c."claimTypes", c."verifiable", c."publicInterest", c."harm", p."truthScale"
        FROM "ClaimCard" c JOIN "Project" p ON p."id" = c."projectId" WHERE c."id" = ${cardId}::uuid`,
  );
  const [row] = rows;
  if (!row) throw new Error("A card that was just read is gone.");
  return row;
}

const evidenceRows = z.array(
  z.object({
    id: z.string(),
    url: z.string(),
    archivedUrl: z.string().nullable(),
    readOn: z.string(),
    quote: z.string(),
    stance: z.enum(evidenceStances),
    byName: z.string(),
  }),
);

/** The outside evidence of a card, newest first, at most `most`. */
export async function readEvidence(cardId: string, tx: Tx, most = 200): Promise<EvidenceDto[]> {
  return evidenceRows.parse(
    await tx.$queryRaw`
      SELECT e."id", e."url", e."archivedUrl", e."readOn"::text AS "readOn", e."quote", e."stance", u."name" AS "byName"
        FROM "Evidence" e JOIN "User" u ON u."id" = e."createdById"
       WHERE e."cardId" = ${cardId}::uuid AND e."deletedAt" IS NULL ORDER BY e."id" DESC LIMIT ${most}`,
  );
}

const linkRows = z.array(
  z.object({
    id: z.string(),
    type: z.enum([...cardLinkTypes, "broader"]),
    card: z.object({ id: z.string(), statement: z.string() }),
  }),
);

/** A card's links to those cards that the actor sees, at most `most`; `broader` is what the other end calls `narrower`. */
export async function readLinks(actor: Actor, cardId: string, tx: Tx, most = 200): Promise<CardLinkDto[]> {
  return linkRows.parse(
    await tx.$queryRaw`
      SELECT k."id", CASE WHEN k."type" = 'narrower' AND k."toId" = ${cardId}::uuid THEN 'broader' ELSE k."type" END AS "type",
             jsonb_build_object('id', c."id", 'statement', c."statement") AS card
        FROM "CardLink" k
        JOIN seen_cards(${actor.userId}::uuid) c ON c."id" = CASE WHEN k."fromId" = ${cardId}::uuid THEN k."toId" ELSE k."fromId" END
       WHERE (k."fromId" = ${cardId}::uuid OR k."toId" = ${cardId}::uuid) AND k."deletedAt" IS NULL
       ORDER BY k."id" LIMIT ${most}`,
  );
}

const moveRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(["split", "merge"]),
    isFromHere: z.boolean(),
    mentions: z.number(),
    other: z.object({ id: z.string(), statement: z.string() }),
    byName: z.string(),
    at: z.date().transform((at) => at.toISOString()),
  }),
);

/** The splits and merges of a card that stand and could be undone, newest first, at most 20. */
export async function readMoves(cardId: string, tx: Tx): Promise<CardMoveDto[]> {
  return moveRows.parse(
    await tx.$queryRaw`
      SELECT m."id", m."kind", m."fromId" = ${cardId}::uuid AS "isFromHere", cardinality(m."mentionIds") AS mentions,
             jsonb_build_object('id', c."id", 'statement', c."statement") AS other, u."name" AS "byName", m."createdAt" AS at
        FROM "CardMove" m
        JOIN "ClaimCard" c ON c."id" = CASE WHEN m."fromId" = ${cardId}::uuid THEN m."toId" ELSE m."fromId" END
        JOIN "User" u ON u."id" = m."createdById"
       WHERE (m."fromId" = ${cardId}::uuid OR m."toId" = ${cardId}::uuid) AND m."undoneAt" IS NULL
         AND (m."kind" = 'merge' OR c."deletedAt" IS NULL)
       ORDER BY m."number" DESC LIMIT 20`,
  );
}

const interestRows = z.array(z.object({ sourceId: z.string(), flags: z.array(z.enum(interestFlags)) }));

/** The interests of each source in what a card says, by the source that stands for it. */
export async function readInterests(cardId: string, tx: Tx): Promise<Map<string, OriginDto["interests"]>> {
  const rows = interestRows.parse(
    await tx.$queryRaw`
      SELECT canonical_source(f."sourceId") AS "sourceId", array_agg(DISTINCT f."flag") AS flags
        FROM "InterestFlag" f WHERE f."cardId" = ${cardId}::uuid AND f."deletedAt" IS NULL GROUP BY 1`,
  );
  return new Map(rows.map((row) => [row.sourceId, row.flags]));
}

const eventRows = z.array(
  z.object({ id: z.bigint(), type: z.string(), at: z.date(), actorName: z.string().nullable() }),
);

/** The newest changes of a card, without who has graded it and how. */
export async function listCardEvents(cardId: string, tx: Tx): Promise<CardEventDto[]> {
  const rows = eventRows.parse(
    await tx.$queryRaw`
      SELECT e."id", e."type", e."at", u."name" AS "actorName" FROM "Event" e LEFT JOIN "User" u ON u."id" = e."actorId"
       WHERE e."subjectId" = ${cardId}::uuid AND e."type" NOT IN ('credibility.saved', 'verdict.saved')
       ORDER BY e."id" DESC LIMIT 30`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    type: row.type,
    at: row.at.toISOString(),
    actorName: row.actorName ?? "Somebody",
  }));
}
