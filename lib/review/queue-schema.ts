import { z } from "zod";
import type { ReviewStanding } from "@/lib/review/schema";

/** The lists of the review queue: `mine` is what the reader reviews or is to review, `signing` waits for a second reviewer, `disputed` is finished and has an open objection. */
export const queueLists = [
  "waiting",
  "reviewing",
  "mine",
  "signing",
  "returned",
  "disputed",
  "done",
] as const;
export type QueueList = (typeof queueLists)[number];
export const queueSorts = ["waiting", "agreement", "conflicts", "source", "assignee"] as const;
export type QueueSort = (typeof queueSorts)[number];

/** Which way an order runs where the address does not say: the longest wait, the least agreement, the most conflicts first. */
export function naturalDirection(sort: QueueSort, list: QueueList): "up" | "down" {
  return sort === "conflicts" || (sort === "waiting" && list === "done") ? "down" : "up";
}

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
function choice<S extends z.ZodType>(schema: S) {
  return z.preprocess(blankIsNone, schema.optional()).catch(undefined);
}

/** The queue's list, order and filters as they stand in its address; what is malformed there narrows nothing. */
export const queueFilter = z.object({
  show: z.enum(queueLists).catch("waiting").default("waiting"),
  sort: z.enum(queueSorts).catch("waiting").default("waiting"),
  direction: choice(z.enum(["up", "down"])),
  publisher: choice(z.union([z.literal("unknown"), z.uuid()])),
  assignee: choice(z.union([z.enum(["me", "nobody"]), z.uuid()])),
  at: choice(z.string().max(2_000)),
});
export type QueueFilter = z.output<typeof queueFilter>;

/** What became of a row after the snapshot that its page is drawn from; `list` is null where it left the queue. */
export type QueueChange = { list: string | null; assignee: string | null };

/** On which of the article's texts, by number, the layers handed in stand, and which is the newest. */
export type LayersOn = { versions: number[]; newest: number };

/**
 * A row of the review queue. `since` is when it began to wait (in the finished list when it was finished), agreement the
 * mean F1 of exact spans over all pairs, null where undefined or where the reader may not know it yet.
 */
export type QueueItem = {
  articleId: string;
  title: string;
  list: string;
  since: string;
  agreement: number | null;
  conflicts: number | null;
  annotators: number;
  publisher: { id: string; name: string } | null;
  assignee: { id: string; name: string; isSelf: boolean } | null;
  refusal: ReviewStanding["refusal"];
  /** Null where every layer handed in stands on the newest text, and where the reader may not know of them yet. */
  layersOn: LayersOn | null;
  /** Null where nothing changed since the snapshot. */
  changed: QueueChange | null;
};

/** How many articles are in each list. */
export type QueueCounts = Record<QueueList, number>;

/** People that the queue can be narrowed to, and the publisher that it is narrowed to. */
export type QueueChoices = {
  people: { id: string; name: string }[];
  publisher: { id: string; name: string } | null;
};

export const queueActs = ["finish", "return", "release", "assign"] as const;
export type QueueAct = (typeof queueActs)[number];
/** How many articles one act takes at most. */
export const mostQueueRows = 100;

/** An act on several articles of the queue: `comment` for a return, `assigneeId` for an assignment (null takes one away). */
export const queueActInput = z.object({
  slug: z.string(),
  act: z.enum(queueActs),
  articleIds: z
    .array(z.uuid())
    .min(1, "Choose at least one article.")
    .max(mostQueueRows, `At most ${mostQueueRows} articles at once.`)
    .transform((ids) => [...new Set(ids)]),
  comment: z.preprocess((value) => value ?? "", z.string().trim().max(2_000, "At most 2,000 characters.")),
  assigneeId: z.preprocess(
    (value) => (value === "" || value === undefined ? null : value),
    z.uuid().nullable(),
  ),
});
export type QueueActInput = z.output<typeof queueActInput>;
