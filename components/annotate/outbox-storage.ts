import { z } from "zod";
import { type CommandInput, commandInput } from "@/lib/layers/schema";

/** Where waiting commands are kept between visits; `key` names a person's layer. */
export type OutboxStorage = {
  load: (key: string) => Promise<CommandInput[]>;
  add: (key: string, command: CommandInput) => Promise<void>;
  remove: (key: string, commandId: string) => Promise<void>;
  /** Puts one command in another's place in the order. */
  replace: (key: string, commandId: string, command: CommandInput) => Promise<void>;
};

const name = "sourcebench-outbox";
const store = "commands";
const row = z.object({ key: z.string(), order: z.number(), command: commandInput });

/** The browser's IndexedDB as a storage; every promise rejects where the browser keeps nothing (a private window). */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase> | null = null;
  const open = () => {
    opened ??= openDatabase();
    return opened;
  };

  async function rows(key: string) {
    const database = await open();
    const range = IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]);
    const request = database.transaction(store).objectStore(store).getAll(range);
    return z.array(row).parse(await finished(request));
  }
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
  return {
    load: async (key) => (await rows(key)).map((one) => one.command),
    add: async (key, command) => {
      const last = (await rows(key)).at(-1);
      await write((objects) => objects.put({ key, order: (last?.order ?? 0) + 1, command }));
    },
    remove: async (key, commandId) => {
      const gone = (await rows(key)).filter((one) => one.command.commandId === commandId);
      await write((objects) => {
        for (const one of gone) objects.delete([key, one.order]);
      });
    },
    replace: async (key, commandId, command) => {
      const old = (await rows(key)).find((one) => one.command.commandId === commandId);
      if (old) await write((objects) => objects.put({ ...old, command }));
    },
  };
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
