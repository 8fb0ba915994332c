import { randomUUID } from "node:crypto";

/** The entry points of the pairs screen, and who of `P` may use each; for the table of all entry points. */
export function pairCalls<P>(desk: readonly P[]): Record<string, { may: readonly P[]; body?: object }> {
  const commandId = randomUUID();
  return {
    "GET /api/projects/[slug]/pairs": { may: desk },
    "POST /api/projects/[slug]/pairs/[pairId]": { may: [], body: { commandId, verdict: "no", revision: 0 } },
    "PATCH /api/projects/[slug]/pairs/[pairId]": { may: [], body: { commandId, undoesId: randomUUID() } },
  };
}
