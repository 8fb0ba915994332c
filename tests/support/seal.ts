import { vi } from "vitest";
import { db } from "@/lib/db";
import { sealAll } from "@/lib/seals/commands";

/**
 * Seals all that happened; returns how many events. A seal covers what no transaction of the whole server can still
 * change, so it waits for those of the tests beside this, also where they are of another database.
 */
export async function sealEverything(): Promise<number> {
  let sealed = await sealAll();
  const isDone = async () => {
    sealed += await sealAll();
    const count = await db().event.count();
    const { _sum } = await db().eventSeal.aggregate({ _sum: { count: true } });
    if (_sum.count !== count) throw new Error(`${_sum.count} of ${count} events are sealed.`);
  };
  await vi.waitFor(isDone, { timeout: 30_000, interval: 100 });
  return sealed;
}
