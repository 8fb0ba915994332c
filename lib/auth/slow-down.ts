import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { tooMany } from "@/lib/errors";

/** Failures that cost no wait; the next one costs `firstWait` seconds, each after that twice as long, to `longestWait`. */
const freeFailures = 4;
const firstWait = 2;
const longestWait = 15 * 60;
/** One failure is forgotten for each of these many seconds without a try. */
const forgetEvery = 10 * 60;

/** An account name and where the try comes from, as two keyed hashes: the table tells nobody who tried to sign in. */
export type Pair = { account: Buffer; address: Buffer };

/** The pair of an account name (as typed, in any case) and an address. */
export function loginPair(account: string, address: string): Pair {
  return { account: keyed(`account ${account}`), address: keyed(`address ${address}`) };
}

function keyed(text: string): Buffer {
  return createHmac("sha256", env().AUTH_SECRET).update(text, "utf8").digest();
}

const taken = z.array(z.object({ failures: z.int() }));
const waiting = z.array(z.object({ seconds: z.number() }));

/**
 * Takes one try for a pair, counted as a failure until forgetFailures says otherwise, so that tries at the same time
 * (in any number of processes) cannot slip through together. Times are cut to milliseconds: rounded, they would lie ahead
 * of a second try in the same one. Throws 429 while the pair must wait; such a try is not
 * counted. Other addresses of the same account, and sessions already open, are never slowed.
 */
export async function takeTry(pair: Pair, tx: Tx = db()): Promise<void> {
  const rows = taken.parse(
    await tx.$queryRaw`
      INSERT INTO "LoginAttempt" AS a ("accountHash", "addressHash", "failures", "lastFailureAt")
      VALUES (${pair.account}, ${pair.address}, 1, date_trunc('milliseconds', clock_timestamp()))
      ON CONFLICT ("accountHash", "addressHash") DO UPDATE
        SET "failures" = greatest(0, a."failures" - floor(extract(epoch FROM clock_timestamp() - a."lastFailureAt") / ${forgetEvery}::int)::int) + 1,
            "lastFailureAt" = date_trunc('milliseconds', clock_timestamp())
        WHERE clock_timestamp() >= a."lastFailureAt" + make_interval(secs =>
          CASE WHEN a."failures" < ${freeFailures}::int THEN 0
               ELSE least(${longestWait}::int, ${firstWait}::int * 2 ^ least(a."failures" - ${freeFailures}::int, 20)) END)
      RETURNING a."failures"`,
  );
  if (rows.length > 0) return;
  const seconds = Math.max(1, Math.ceil(await secondsLeft(pair, tx)));
  throw tooMany(`Too many failed tries from here. Try again in ${inWords(seconds)}.`, seconds);
}

async function secondsLeft(pair: Pair, tx: Tx): Promise<number> {
  const rows = waiting.parse(
    await tx.$queryRaw`
      SELECT extract(epoch FROM "lastFailureAt" - clock_timestamp())::float8
             + least(${longestWait}::int, ${firstWait}::int * 2 ^ least(greatest("failures" - ${freeFailures}::int, 0), 20))::float8 AS seconds
        FROM "LoginAttempt" WHERE "accountHash" = ${pair.account} AND "addressHash" = ${pair.address}`,
  );
  return rows[0]?.seconds ?? 0;
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** After the right password: nothing is held against the pair any more; old pairs of anybody go too. */
export async function forgetFailures(pair: Pair, tx: Tx = db()): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "LoginAttempt"
     WHERE ("accountHash" = ${pair.account} AND "addressHash" = ${pair.address})
        OR "lastFailureAt" < now() - interval '2 days'`;
}
