import "server-only";
import type { Tx } from "@/lib/db";

/** So many rows are few enough for any plan. */
const fewRows = 100;

/**
 * Has the plans of a transaction that fills tables made anew whenever its rows have doubled. A connection keeps the plans
 * of triggers, references and prepared statements; those made over tables that were still empty read them whole for each
 * row, or every row of the project, and no statistics know of uncommitted rows. The returned function is told of rows as
 * they are stored.
 */
export function startFreshPlans(tx: Tx): (rows?: number) => Promise<void> {
  let stored = 0;
  let next = fewRows;
  return async function refresh(rows = 1) {
    stored += rows;
    if (stored < next) return;
    next = stored * 2;
    await tx.$executeRaw`DISCARD PLANS`;
  };
}
