import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Texts by name in a file of their own, so that memory holds their places alone. */
export type TextStore = {
  has: (name: string) => boolean;
  put: (name: string, text: string) => Promise<void>;
  get: (name: string) => Promise<string | null>;
  close: () => Promise<void>;
};

/** Opens an empty store; `close` removes it from the disk. The first text under a name stays. */
export async function openTextStore(): Promise<TextStore> {
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-texts-"));
  const file: FileHandle = await open(path.join(folder, "texts"), "w+");
  const places = new Map<string, { at: number; length: number }>();
  let end = 0;
  return {
    has: (name) => places.has(name),
    async put(name, text) {
      if (places.has(name)) return;
      const bytes = Buffer.from(text, "utf8");
      await file.write(bytes, 0, bytes.length, end);
      places.set(name, { at: end, length: bytes.length });
      end += bytes.length;
    },
    async get(name) {
      const place = places.get(name);
      if (!place) return null;
      const bytes = Buffer.alloc(place.length);
      await file.read(bytes, 0, place.length, place.at);
      return bytes.toString("utf8");
    },
    async close() {
      await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
