import "server-only";
import { db, type Tx } from "@/lib/db";

/** Milliseconds between two notes of how far an import is, and the least share of its time so far: a few hundred in all. */
const [noteEvery, noteShare] = [400, 0.02];

/** Notes how far an import is where that is worth a note, always the last time. */
export type Note = (done: number, isLast?: boolean) => Promise<void>;

/** Says how many of a batch are done; the row is its own, since every row of a batch would walk past each note in the batch's. */
export async function setDone(tx: Tx, batchId: string, done: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ImportProgress" ("batchId", "done") VALUES (${batchId}::uuid, ${done}::int)
    ON CONFLICT ("batchId") DO UPDATE SET "done" = EXCLUDED."done"`;
}

/**
 * Takes notes of how far an import is, at most every 0.4 s and seldomer the longer it runs, on a connection of their own:
 * the page that waits must see them before the import's transaction ends. `onNote` hears of each.
 */
export function startNotes(batchId: string, onNote?: (done: number) => void): Note {
  const begun = performance.now();
  let noted = Number.NEGATIVE_INFINITY;
  return async (done, isLast = false) => {
    const now = performance.now();
    if (!isLast && now - noted < Math.max(noteEvery, (now - begun) * noteShare)) return;
    noted = now;
    onNote?.(done);
    await setDone(db(), batchId, done);
  };
}
