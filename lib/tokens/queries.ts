import "server-only";
import { z } from "zod";
import { ask, db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { type TokenDto, type TokenGrant, tokenScopes } from "@/lib/tokens/schema";
import { hashTokenSecret } from "@/lib/tokens/secret";
import { Prisma } from "@/prisma/generated/client";

const scopeList = z.array(z.enum(tokenScopes));
const withProject = { project: { select: { slug: true, name: true } } } as const;
type TokenRow = Prisma.ApiTokenGetPayload<{ include: typeof withProject }>;

function toToken(row: TokenRow): TokenDto {
  const isOver = row.expiresAt <= new Date();
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopeList.parse(row.scopes),
    project: row.project,
    state: row.revokedAt ? "revoked" : isOver ? "expired" : "active",
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** One of a user's tokens; throws notFound. */
export async function readToken(tx: Tx, userId: string, id: string): Promise<TokenDto> {
  const row = await tx.apiToken.findFirst({ where: { id, userId }, include: withProject });
  if (!row) throw notFound();
  return toToken(row);
}

/** The actor's own tokens, newest first, those that have ended too. Throws badInput `bad-cursor`. */
export async function listTokens(
  actor: Actor,
  filter: { cursor?: string | null } = {},
  tx: Tx = db(),
): Promise<Page<TokenDto>> {
  const cursor = decodeCursor(z.uuid(), filter.cursor);
  const isBackward = cursor?.side === "before";
  const limit = 20;
  // Ids of version 7 rise with time.
  const rows = await tx.apiToken.findMany({
    where: { userId: actor.userId, ...(cursor && { id: { [isBackward ? "gt" : "lt"]: cursor.key } }) },
    orderBy: { id: isBackward ? "asc" : "desc" },
    take: limit + 1,
    include: withProject,
  });
  const page = makePage(rows, cursor, (row) => row.id, limit);
  return { ...page, items: page.items.map(toToken) };
}

const grantRows = z.array(
  z.object({
    tokenId: z.string(),
    scopes: scopeList,
    projectId: z.string().nullable(),
    userId: z.string(),
    name: z.string(),
    isAdmin: z.boolean(),
    isOver: z.boolean(),
    isStale: z.boolean(),
  }),
);

/** Times of last use are written at most this often (seconds). */
const usedEverySeconds = 60;

/**
 * Who a secret acts for and what it may do; `expired` for one that was good once (run out or revoked, or its person is
 * disabled), null for one that never was. Notes the time of use, to the minute.
 */
export async function findTokenGrant(
  secret: string,
): Promise<{ actor: Actor; grant: TokenGrant } | "expired" | null> {
  const rows = grantRows.parse(
    await ask(Prisma.sql`
      SELECT t."id" AS "tokenId", t."scopes", t."projectId", u."id" AS "userId", u."name", u."isAdmin",
             t."revokedAt" IS NOT NULL OR t."expiresAt" <= now() OR u."disabledAt" IS NOT NULL OR u."forgottenAt" IS NOT NULL AS "isOver",
             coalesce(t."lastUsedAt" < now() - make_interval(secs => ${usedEverySeconds}), true) AS "isStale"
        FROM "ApiToken" t JOIN "User" u ON u."id" = t."userId"
       WHERE t."secretHash" = ${hashTokenSecret(secret)}`),
  );
  const row = rows[0];
  if (!row) return null;
  if (row.isOver) return "expired";
  if (row.isStale)
    await db().apiToken.updateMany({ where: { id: row.tokenId }, data: { lastUsedAt: new Date() } });
  const { tokenId, scopes, projectId, userId, name, isAdmin } = row;
  return { actor: { userId, name, isAdmin, sessionId: null }, grant: { tokenId, scopes, projectId } };
}
