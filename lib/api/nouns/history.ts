import { z } from "zod";
import { inProject, pageOf } from "@/lib/api/nouns/common";
import { type Operation, read } from "@/lib/api/operation";
import { listHistory } from "@/lib/history/queries";
import { type HistoryRow, historyFilter } from "@/lib/history/schema";

const row = z.strictObject({
  id: z.string(),
  at: z.string(),
  type: z.string(),
  who: z.string(),
  what: z.string(),
  subject: z.strictObject({ label: z.string(), href: z.string() }).nullable(),
  detail: z.string().nullable(),
}) satisfies z.ZodType<HistoryRow>;

/** What happened in a project. */
export const historyOperations: Operation[] = [
  read({
    id: "listHistory",
    path: "/projects/{slug}/history",
    may: "history.view",
    tag: "History",
    scope: "manage",
    summary: "What happened in a project, newest first, as far as one may know",
    params: inProject,
    query: historyFilter,
    response: pageOf(row),
    handle: ({ actor, params, query }) => listHistory(actor, params.slug, query),
  }),
];
