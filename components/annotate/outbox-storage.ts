import { z } from "zod";
import { type CommandInput, commandInput } from "@/lib/layers/schema";

/** Where waiting commands are kept between visits; `key` names a person's layer. */
export type OutboxStorage = {
  load: (key: string) => Promise<CommandInput[]>;
  /** Behind everything that waits already, also where another tab adds at the same time. */
  add: (key: string, command: CommandInput) => Promise<void>;
  remove: (key: string, commandId: string) => Promise<void>;
  /** Puts one command in another's place in the order. */
  replace: (key: string, commandId: string, command: CommandInput) => Promise<void>;
};

const name = "sourcebench-outbox";
const store = "commands";
const row = z.object({ key: z.string(), order: z.number(), command: commandInput });
const lastKey = z.tuple([z.string(), z.number()]);

/** The browser's IndexedDB as a storage; every promise rejects where the browser keeps nothing (a private window). */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase> | null = null;
  const open = () => {
    opened ??= openDatabase();
    return opened;
  };

  async function write(work: (objects: IDBObjectStore) => void) {
    const database = await open();
    // Strict: an acknowledged write outlives a crash of the machine, not only of the page.
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    work(transaction.objectStore(store));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }
  // Found and changed in one transaction: another tab may be writing to the same queue.
  const change = (key: string, commandId: string, work: (place: IDBCursorWithValue) => void) =>
    write((objects) => {
      const request = objects.openCursor(rangeOf(key));
      request.onsuccess = () => {
        const place = request.result;
        if (!place) return;
        if (row.parse(place.value).command.commandId === commandId) work(place);
        else place.continue();
      };
    });
  return {
    load: async (key) => {
      const database = await open();
      const request = database.transaction(store).objectStore(store).getAll(rangeOf(key));
      return z
        .array(row)
        .parse(await finished(request))
        .map((one) => one.command);
    },
    add: (key, command) =>
      write((objects) => {
        const last = objects.openKeyCursor(rangeOf(key), "prev");
        last.onsuccess = () => {
          const at = lastKey.safeParse(last.result?.key);
          objects.put({ key, order: (at.success ? at.data[1] : 0) + 1, command });
        };
      }),
    remove: (key, commandId) => change(key, commandId, (place) => void place.delete()),
    replace: (key, commandId, command) =>
      change(key, commandId, (place) => void place.update({ ...row.parse(place.value), command })),
  };
}

/** How many commands each layer of a person waits for, by the layer's id; rejects where the browser keeps nothing. */
export async function countWaiting(userId: string): Promise<Map<string, number>> {
  const database = await openDatabase();
  const range = IDBKeyRange.bound([`${userId}/`, 0], [`${userId}/\uffff`, Number.MAX_SAFE_INTEGER]);
  const keys = z
    .array(lastKey)
    .parse(await finished(database.transaction(store).objectStore(store).getAllKeys(range)));
  database.close();
  const counts = new Map<string, number>();
  for (const [key] of keys) {
    const layerId = key.slice(userId.length + 1);
    counts.set(layerId, (counts.get(layerId) ?? 0) + 1);
  }
  return counts;
}

function rangeOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]);
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: ["key", "order"] });
  return finished(request);
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
