"use client";

import { z } from "zod";
import { type Answer, requestJson } from "@/components/annotate/request-json";
import {
  batchStates,
  draftFactsSchema,
  type EditDraftBlockInput,
  type EditDraftInput,
  newerOfSchema,
} from "@/lib/imports/schema";
import { proposedBlockSchema } from "@/lib/intake/draft";

const progress = z.object({
  state: z.enum(batchStates),
  total: z.number(),
  done: z.number(),
  error: z.string().nullable(),
});
const edited = z.object({ changed: z.number(), facts: draftFactsSchema, newerOf: newerOfSchema });
const blocks = z.object({ blocks: z.array(proposedBlockSchema) });
const restingWork = z.object({
  articles: z.array(z.object({ articleId: z.string(), title: z.string(), reasons: z.array(z.string()) })),
});

/** The requests that change a batch; each answers, none throws. */
export function batchCalls(slug: string, batchId: string) {
  const path = `/api/projects/${slug}/imports/${batchId}`;
  return {
    progress: () => requestJson(path, progress),
    commit: () => requestJson(`${path}/commit`, progress, { method: "POST", body: {} }),
    discard: () => requestJson(path, z.null(), { method: "DELETE", body: {} }),
    withdraw: () =>
      requestJson(`${path}/withdraw`, z.object({ articles: z.number() }), { method: "POST", body: {} }),
    editDrafts: (input: EditDraftInput): Promise<Answer<z.infer<typeof edited>>> =>
      requestJson(`${path}/drafts`, edited, { method: "PATCH", body: input }),
    editBlock: (draftId: string, input: EditDraftBlockInput) =>
      requestJson(`${path}/drafts/${draftId}/blocks`, blocks, { method: "PATCH", body: input }),
  };
}

/** The articles that work rests on, out of a refused withdrawal's details. */
export function readRestingWork(details: unknown): z.infer<typeof restingWork>["articles"] {
  return restingWork.safeParse(details).data?.articles ?? [];
}
