import "server-only";
import { type FileHandle, open, rm } from "node:fs/promises";
import path from "node:path";
import { badInput } from "@/lib/errors";
import type { Storage, Stored } from "@/lib/storage/storage";

/** Files under way that come in pieces, several at a time; kept all together at the end, or none of them. */
export type Staging = {
  append: (file: string, piece: string | Uint8Array) => Promise<void>;
  /** Keeps every file in the storage, by path in the order of code units. */
  keep: () => Promise<({ path: string } & Stored)[]>;
  drop: () => Promise<void>;
};

/** Files that are open at a time: writers go on with few at once, but a release may have many thousands. */
const MOST_OPEN = 16;
const BUFFER = 64 * 1024;

type Open = { handle: FileHandle; waiting: Buffer[]; size: number };

/** Opens a folder of files under way on the disk of the storage. */
export async function openStaging(storage: Storage): Promise<Staging> {
  const folder = await storage.workFolder();
  const places = new Map<string, string>();
  const opened = new Map<string, Open>();

  async function flush(file: Open): Promise<void> {
    if (file.size === 0) return;
    await file.handle.write(Buffer.concat(file.waiting));
    file.waiting = [];
    file.size = 0;
  }

  async function close(name: string, file: Open): Promise<void> {
    opened.delete(name);
    await flush(file).finally(() => file.handle.close());
  }

  async function reach(name: string): Promise<Open> {
    const known = opened.get(name);
    if (known) return known;
    const [oldest] = opened;
    if (oldest && opened.size >= MOST_OPEN) await close(...oldest);
    const place = places.get(name) ?? path.join(folder, String(places.size));
    places.set(name, place);
    const file = { handle: await open(place, "a", 0o600), waiting: [], size: 0 };
    opened.set(name, file);
    return file;
  }

  return {
    async append(name, piece) {
      if (!isPlain(name)) throw badInput("bad-path", `“${name}” is no path inside a folder.`);
      const file = await reach(name);
      const content = typeof piece === "string" ? Buffer.from(piece, "utf8") : Buffer.from(piece);
      file.waiting.push(content);
      file.size += content.length;
      if (file.size > BUFFER) await flush(file);
    },
    async keep() {
      for (const [name, file] of opened) await close(name, file);
      const kept = [];
      for (const name of [...places.keys()].toSorted())
        kept.push({ path: name, ...(await storage.takeOver(places.get(name) ?? "")) });
      await rm(folder, { recursive: true, force: true });
      return kept;
    },
    async drop() {
      for (const { handle } of opened.values()) await handle.close().catch(() => undefined);
      opened.clear();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isPlain(name: string): boolean {
  return name !== "" && name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
