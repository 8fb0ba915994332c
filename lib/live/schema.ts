import { z } from "zod";

/** The most things of a kind that one browser watches at a time. */
export const mostWatched = 40;

const ids = z
  .string()
  .max(mostWatched * 37)
  .transform((text) => (text === "" ? [] : text.split(",")))
  .pipe(z.array(z.uuid()).max(mostWatched));

/** Where a stream goes on: the position and the id of the last event it has told of. */
export const liveCursor = z.string().regex(/^\d{1,18}\.\d{1,18}$/);

/** What a browser watches, and after which event. */
export const liveQuery = z.object({
  layers: ids.default([]),
  articles: ids.default([]),
  sources: ids.default([]),
  after: liveCursor.optional().catch(undefined),
});

/** What one watches: layers (their marks and state), articles and sources (what is said about them). */
export type Topics = { layers: readonly string[]; articles: readonly string[]; sources: readonly string[] };

/**
 * That something changed: which watched layers (with the commands that changed each), what is talked about, whether there
 * are new notifications. Ids alone, and only of what the reader sees. `isReset` says that too much was missed: look at everything.
 */
export const liveNews = z.object({
  cursor: liveCursor,
  layers: z.array(z.object({ id: z.string(), commandIds: z.array(z.string()) })),
  articles: z.array(z.string()),
  sources: z.array(z.string()),
  hasNotifications: z.boolean(),
  isReset: z.boolean(),
});
export type LiveNews = z.output<typeof liveNews>;

/** How the server learns of changes: at once, or by looking every second where it cannot listen. */
export const liveHello = z.object({ how: z.enum(["listening", "polling"]) });
