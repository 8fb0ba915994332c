import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { readToken } from "@/lib/tokens/queries";
import { type CreatedToken, type CreateTokenInput, mostTokens, type TokenDto } from "@/lib/tokens/schema";
import { createTokenSecret, hashTokenSecret } from "@/lib/tokens/secret";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a token that acts for the actor, and returns its secret, this once. It may do what its scopes name and its
 * person may do at the time of each request. Throws notFound for a project one is not in, conflict `too-many-tokens`.
 */
export function createToken(actor: Actor, input: CreateTokenInput, tx?: Tx): Promise<CreatedToken> {
  return inTransaction(tx, async (t) => {
    const project = input.project ? await requireProject(actor, input.project, "project.view", t) : null;
    await t.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${actor.userId}::uuid FOR NO KEY UPDATE`;
    const active = await t.apiToken.count({
      where: { userId: actor.userId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    if (active >= mostTokens)
      throw conflict(
        "too-many-tokens",
        `You have ${mostTokens} tokens already. Revoke one that is not used.`,
      );
    const { secret, prefix } = createTokenSecret();
    const scopes = [...new Set(input.scopes)];
    const { id } = await t.apiToken.create({
      data: {
        userId: actor.userId,
        projectId: project?.projectId ?? null,
        name: input.name,
        prefix,
        secretHash: hashTokenSecret(secret),
        scopes,
        expiresAt: new Date(Date.now() + input.days * DAY_MS),
      },
      select: { id: true },
    });
    await recordEvents(t, [
      {
        type: "token.created",
        actorId: actor.userId,
        projectId: project?.projectId ?? null,
        subjectId: id,
        payload: { scopes, days: input.days },
      },
    ]);
    return { token: await readToken(t, actor.userId, id), secret };
  });
}

/** Ends one of the actor's own tokens; the next request with it is refused. Ending it again changes nothing. Throws notFound. */
export function revokeToken(actor: Actor, tokenId: string, tx?: Tx): Promise<TokenDto> {
  return inTransaction(tx, async (t) => {
    if (!z.uuid().safeParse(tokenId).success) throw notFound();
    const before = await readToken(t, actor.userId, tokenId);
    const { count } = await t.apiToken.updateMany({
      where: { id: tokenId, userId: actor.userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) return before;
    await recordEvents(t, [{ type: "token.revoked", actorId: actor.userId, subjectId: tokenId }]);
    return readToken(t, actor.userId, tokenId);
  });
}
