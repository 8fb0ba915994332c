import "server-only";
import { z } from "zod";
import { ask } from "@/lib/db";
import { env } from "@/lib/env";
import { Prisma } from "@/prisma/generated/client";

/** The window over which requests are counted, in seconds. */
const windowSeconds = 60;

/** What is left of a person's requests in this window: how many, and seconds until it ends. */
export type Pace = { limit: number; left: number; resetSeconds: number; isOver: boolean };

const rows = z.array(z.object({ count: z.number(), reset: z.number() }));

/**
 * Counts a request of a person, whatever token it came with, in the window that their first request opened. It is counted
 * in the database, so that it holds however many processes answer.
 */
export async function countRequest(userId: string): Promise<Pace> {
  const limit = env().API_REQUESTS_PER_MINUTE;
  const window = Prisma.sql`make_interval(secs => ${windowSeconds})`;
  const [row] = rows.parse(
    await ask(Prisma.sql`
      INSERT INTO "ApiPace" AS p ("userId", "since", "count") VALUES (${userId}::uuid, now(), 1)
      ON CONFLICT ("userId") DO UPDATE
        SET "since" = CASE WHEN p."since" <= now() - ${window} THEN now() ELSE p."since" END,
            "count" = CASE WHEN p."since" <= now() - ${window} THEN 1 ELSE least(p."count", 1000000000) + 1 END
      RETURNING "count", ceil(extract(epoch FROM "since" + ${window} - now()))::int AS reset`),
  );
  const count = row?.count ?? 1;
  return {
    limit,
    left: Math.max(0, limit - count),
    resetSeconds: Math.min(windowSeconds, Math.max(1, row?.reset ?? windowSeconds)),
    isOver: count > limit,
  };
}

/** The headers that say it, as the IETF draft "RateLimit header fields for HTTP" writes them. */
export function paceHeaders(pace: Pace): Record<string, string> {
  return {
    "ratelimit-policy": `"person";q=${pace.limit};w=${windowSeconds}`,
    ratelimit: `"person";r=${pace.left};t=${pace.resetSeconds}`,
    ...(pace.isOver && { "retry-after": String(pace.resetSeconds) }),
  };
}
