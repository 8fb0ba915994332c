import { randomUUID } from "node:crypto";

/** The entry points of a project's lists and of its pairs, and who of `P` may use each; for the table of all entry points. */
export function listRoutes<P>(on: {
  everyone: readonly P[];
  desk: readonly P[];
}): Record<string, { may: readonly P[]; body?: object }> {
  const commandId = randomUUID();
  return {
    "GET /api/projects/[slug]/claims/table": { may: on.everyone },
    "GET /api/projects/[slug]/reuse": { may: on.everyone },
    "GET /api/projects/[slug]/marks": { may: on.everyone },
    "GET /api/projects/[slug]/pairs": { may: on.desk },
    "POST /api/projects/[slug]/pairs/[pairId]": { may: [], body: { commandId, verdict: "no", revision: 0 } },
    "PATCH /api/projects/[slug]/pairs/[pairId]": { may: [], body: { commandId, undoesId: randomUUID() } },
  };
}
