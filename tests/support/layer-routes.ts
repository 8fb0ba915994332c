/** The entry points of a layer that is one person's, which nobody else may use; for the table of all entry points. */
export function layerRoutes(
  mark: unknown,
): Record<string, { may: readonly never[]; body?: unknown; query?: string }> {
  return {
    "GET /api/layers/[layerId]": { may: [] },
    "GET /api/layers/[layerId]/carried": { may: [] },
    "POST /api/carried/[carriedId]": { may: [], body: { op: "bring-back" } },
    "GET /api/layers/[layerId]/changes": { may: [], query: "after=0" },
    "GET /api/layers/[layerId]/deleted": { may: [] },
    "GET /api/layers/[layerId]/marks/[markId]/history": { may: [] },
    "POST /api/layers/[layerId]/commands": { may: [], body: mark },
    "POST /api/layers/[layerId]/submit": { may: [], body: { nothingToMark: true } },
    "POST /api/layers/[layerId]/recall": { may: [], body: {} },
    "POST /api/layers/[layerId]/heartbeat": { may: [], body: { activeSeconds: 1 } },
    "POST /api/layers/[layerId]/first-pass": { may: [], body: {} },
    "POST /api/layers/[layerId]/skip": { may: [], body: { reason: "too long" } },
  };
}
