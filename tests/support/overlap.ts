import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";

/** Runs `first` and, while its transaction is still open, `second`, which is let go on once it waits for a lock or is done. */
export async function overlap<A, B>(
  first: (tx: Tx) => Promise<A>,
  second: () => Promise<B>,
): Promise<PromiseSettledResult<B>> {
  let later: Promise<PromiseSettledResult<B>[]> | undefined;
  await db().$transaction(
    async (tx) => {
      await first(tx);
      let isOver = false;
      later = Promise.allSettled([second()]);
      void later.then(() => {
        isOver = true;
      });
      while (!isOver && !(await isSomebodyWaiting())) await delay(2);
    },
    { timeout: 30_000 },
  );
  const [result] = (await later) ?? [];
  if (!result) throw new Error("It was not begun.");
  return result;
}

async function isSomebodyWaiting(): Promise<boolean> {
  const rows = await db().$queryRaw`
    SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a."pid" = l."pid"
     WHERE NOT l."granted" AND a."datname" = current_database()`;
  return z.array(z.unknown()).parse(rows).length > 0;
}
