import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/lib/canonical-json";
import { db, inTransaction, type Tx } from "@/lib/db";
import { AppError, badInput, conflict } from "@/lib/errors";
import type { Prisma } from "@/prisma/generated/client";

/** An answer as it is kept and sent: `body` is JSON. */
export type Answer = { status: number; body: unknown; etag: string | null; isRepeat: boolean };

const keyShape = z.string().regex(/^[\x21-\x7e]{8,200}$/);
/** Days for which an answer is kept. */
const keptDays = 7;

/** The idempotency key of a request, null for none; throws badInput `bad-idempotency-key` for one that is no key. */
export function readKey(request: Request): string | null {
  const header = request.headers.get("idempotency-key");
  if (header === null) return null;
  // The IETF draft writes it as a quoted string; most programs send it bare.
  const key = keyShape.safeParse(header.replace(/^"(.*)"$/, "$1"));
  if (!key.success)
    throw badInput("bad-idempotency-key", "An idempotency key has 8 to 200 printable characters, no blanks.");
  return key.data;
}

/** The hash of everything that makes two requests the same. */
export function hashRequest(parts: {
  method: string;
  path: string;
  revision: number;
  body: unknown;
}): Buffer {
  return createHash("sha256").update(canonicalJson(parts)).digest();
}

type Asked = { userId: string; key: string; hash: Buffer };

/**
 * Carries out a write once: its key and its answer are kept in the write's own transaction, and a repeat gets the answer.
 * Without `keepsBody` the answer holds a secret, and a redaction forgets them all: a repeat throws 409 `answer-not-kept`.
 * With `replace` a repeat has what was kept undone and `work` done anew. Throws 409 `command-reused`.
 */
export async function once(
  asked: Asked,
  keepsBody: boolean,
  work: (tx: Tx) => Promise<Omit<Answer, "isRepeat">>,
  replace?: (tx: Tx, kept: unknown) => Promise<void>,
): Promise<Answer> {
  return inTransaction(undefined, async (tx) => {
    if (!(await reserve(tx, asked))) {
      const kept = await recall(tx, asked);
      if (!replace) return kept;
      await replace(tx, kept.body);
    }
    const answer = await work(tx);
    await keep(tx, asked, answer, keepsBody);
    return { ...answer, isRepeat: false };
  });
}

/**
 * The same for a write that makes several transactions of its own: its key is taken before. One that was broken off
 * leaves its key without an answer, and a repeat throws 409 `answer-unknown`, for nobody knows how far it came.
 */
export async function onceReserved(
  asked: Asked,
  work: () => Promise<Omit<Answer, "isRepeat">>,
): Promise<Answer> {
  const isFirst = await inTransaction(undefined, (tx) => reserve(tx, asked));
  if (!isFirst) return recall(db(), asked);
  try {
    const answer = await work();
    await keep(db(), asked, answer, true);
    return { ...answer, isRepeat: false };
  } catch (error) {
    // What is refused has changed nothing and may be tried again.
    if (error instanceof AppError)
      await db().apiAnswer.deleteMany({ where: { userId: asked.userId, key: asked.key, status: null } });
    throw error;
  }
}

function keptSince(): Date {
  return new Date(Date.now() - keptDays * 24 * 60 * 60 * 1000);
}

/**
 * Forgets answers that are older than they are kept for, also of people who never ask again; a thousand in a transaction,
 * the oldest first. Answers how many.
 */
export async function sweepAnswers(atOnce = 1_000): Promise<number> {
  for (let swept = 0; ; ) {
    const count = await db().$executeRaw`
      DELETE FROM "ApiAnswer" WHERE ("userId", "key") IN (
        SELECT a."userId", a."key" FROM "ApiAnswer" a WHERE a."createdAt" < ${keptSince()}
         ORDER BY a."createdAt" LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)`;
    swept += count;
    if (count < atOnce) return swept;
  }
}

async function reserve(tx: Tx, { userId, key, hash }: Asked): Promise<boolean> {
  await tx.apiAnswer.deleteMany({ where: { userId, createdAt: { lt: keptSince() } } });
  // A request with the same key that is under way makes this one wait for its end.
  const { count } = await tx.apiAnswer.createMany({
    data: [{ userId, key, requestHash: new Uint8Array(hash) }],
    skipDuplicates: true,
  });
  return count > 0;
}

async function keep(
  tx: Tx,
  { userId, key }: Asked,
  answer: Omit<Answer, "isRepeat">,
  keepsBody: boolean,
): Promise<void> {
  const body = z.json().parse(JSON.parse(JSON.stringify(answer.body ?? null)));
  const kept: Prisma.InputJsonValue | null = keepsBody ? body : null;
  await tx.apiAnswer.update({
    where: { userId_key: { userId, key } },
    data: { status: keepsBody ? answer.status : 0, etag: answer.etag, ...(kept !== null && { body: kept }) },
  });
}

async function recall(tx: Tx, { userId, key, hash }: Asked): Promise<Answer> {
  // Of two repeats at once the second sees what the first has put in its place.
  await tx.$queryRaw`SELECT 1 FROM "ApiAnswer" WHERE "userId" = ${userId}::uuid AND "key" = ${key} FOR UPDATE`;
  const kept = await tx.apiAnswer.findUnique({ where: { userId_key: { userId, key } } });
  if (!kept) throw conflict("busy", "The same request was refused at this moment. Try again.");
  if (!hash.equals(kept.requestHash))
    throw conflict("command-reused", "This idempotency key was used for another request. Make a new one.");
  if (kept.status === null)
    throw conflict(
      "answer-unknown",
      "The first request with this key is still under way, or was broken off. Look what it did before you ask with a new key.",
    );
  if (kept.status === 0)
    throw conflict(
      "answer-not-kept",
      "This was done; its answer held a secret, or something withdrawn since, and is not kept. A secret: revoke what was made and make another.",
    );
  return { status: kept.status, body: kept.body, etag: kept.etag, isRepeat: true };
}
