import { z } from "zod";
import { layerSnapshot } from "@/components/annotate/layer-store";
import { resultShape } from "@/components/annotate/outbox";
import { articleTextSchema } from "@/lib/articles/text-schema";
import type { CommandResult } from "@/lib/layers/schema";
import { ownKeys } from "@/lib/shortcuts/schema";

/** What opens an article without a connection: its text and one's own layer, nothing of anybody else's. */
export const keptArticle = z.object({
  projectHref: z.string(),
  article: articleTextSchema.extend({ dir: z.enum(["ltr", "rtl"]) }),
  kinds: z.array(z.string()),
  snapshot: layerSnapshot,
  sourceNames: z.record(z.string(), z.string()),
  position: z.object({ submitted: z.number(), total: z.number() }),
  keys: z.object({ own: ownKeys, hasSingleKeys: z.boolean() }),
  blockingChecks: z.array(z.string()),
});
export type KeptArticle = z.output<typeof keptArticle>;

const name = "sourcebench-kept";
const stores = ["articles", "taken"] as const;
const articleRow = z.object({ value: z.unknown() });
const takenRow = z.object({ result: resultShape });

/** Keeps an article as it is now, in the place of what was kept of it before. */
export async function keepArticle(userId: string, layerId: string, value: KeptArticle): Promise<void> {
  await write((articles, taken) => {
    articles.put({ userId, layerId, value });
    taken.delete(rangeOf(userId, layerId));
  });
}

/** Keeps what the server has taken since: a few lines, where the whole layer may be thousands. */
export async function keepTaken(userId: string, layerId: string, result: CommandResult): Promise<void> {
  await write((_articles, taken) => {
    taken.put({ userId, layerId, revision: result.layerRevision, result });
  });
}

/** An article that is kept for a person, with what was taken since it was; null for none, or one that another build kept in another shape. */
export async function loadKept(
  userId: string,
  layerId: string,
): Promise<{ value: KeptArticle; since: CommandResult[] } | null> {
  const database = await open();
  const transaction = database.transaction(stores);
  const found = finished(transaction.objectStore("articles").get([userId, layerId]));
  const since = finished(transaction.objectStore("taken").getAll(rangeOf(userId, layerId)));
  const row = articleRow.safeParse(await found);
  const value = keptArticle.safeParse(row.data?.value);
  const taken = z.array(takenRow).safeParse(await since);
  database.close();
  return value.success && taken.success
    ? { value: value.data, since: taken.data.map((one) => one.result) }
    : null;
}

/** Throws away what is kept for everybody but this person (null: for everybody); what waits to be sent stays. */
export async function forgetKept(exceptUserId: string | null): Promise<void> {
  await write((...kept) => {
    for (const objects of kept) {
      const request = objects.openCursor();
      request.onsuccess = () => {
        const place = request.result;
        if (!place) return;
        if (z.object({ userId: z.string() }).parse(place.value).userId !== exceptUserId) place.delete();
        place.continue();
      };
    }
  });
}

async function write(work: (articles: IDBObjectStore, taken: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  const transaction = database.transaction(stores, "readwrite");
  work(transaction.objectStore("articles"), transaction.objectStore("taken"));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

function rangeOf(userId: string, layerId: string): IDBKeyRange {
  return IDBKeyRange.bound([userId, layerId, 0], [userId, layerId, Number.MAX_SAFE_INTEGER]);
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("articles", { keyPath: ["userId", "layerId"] });
    request.result.createObjectStore("taken", { keyPath: ["userId", "layerId", "revision"] });
  };
  return finished(request);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
