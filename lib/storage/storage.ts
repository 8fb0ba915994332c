import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, chmod, mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** A stored content: its SHA-256 in hexadecimal, which is also its name, and how many bytes it has. */
export type Stored = { sha256: string; bytes: number };

type Pieces = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * Where files are kept: contents by their SHA-256, so that equal ones are kept once and none is ever changed. What is not
 * wholly written is not there.
 */
export type Storage = {
  /** Keeps what the pieces make, once it is safely on the disk; nothing is left of one that breaks off. */
  put: (pieces: Pieces) => Promise<Stored>;
  /** Takes a file of this machine over, which is then no longer at its place. */
  takeOver: (file: string) => Promise<Stored>;
  /** A content, or a range of its bytes; throws 410 `file-gone` where it is not there in its full length. */
  open: (content: Stored, range?: { offset: number; bytes: number }) => Promise<AsyncIterable<Uint8Array>>;
  has: (content: Stored) => Promise<boolean>;
  remove: (content: Pick<Stored, "sha256">) => Promise<void>;
  /** A folder for work, on the same disk; whoever asks for it removes it. */
  workFolder: () => Promise<string>;
};

const CHUNK = 256 * 1024;

/** Storage in a folder of this machine, readable by this installation's user alone. */
export function localStorage(root: string): Storage {
  const placeOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256);
  const drafts = path.join(root, "drafts");

  async function settle(draft: string, content: Stored): Promise<Stored> {
    const place = placeOf(content.sha256);
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    await chmod(draft, 0o400);
    const handle = await open(draft, "r");
    await handle.sync().finally(() => handle.close());
    await rename(draft, place);
    return content;
  }

  return {
    async put(pieces) {
      await mkdir(drafts, { recursive: true, mode: 0o700 });
      const draft = path.join(drafts, randomUUID());
      const hash = createHash("sha256");
      let bytes = 0;
      async function* counted() {
        for await (const piece of pieces) {
          const content = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
          hash.update(content);
          bytes += content.length;
          yield content;
        }
      }
      try {
        await pipeline(counted(), createWriteStream(draft, { mode: 0o600, flags: "wx" }));
        return await settle(draft, { sha256: hash.digest("hex"), bytes });
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async takeOver(file) {
      const hash = createHash("sha256");
      let bytes = 0;
      for await (const piece of createReadStream(file, { highWaterMark: CHUNK })) {
        hash.update(piece);
        bytes += piece.length;
      }
      return settle(file, { sha256: hash.digest("hex"), bytes });
    },
    async open(content, range) {
      const place = placeOf(content.sha256);
      if (!(await hasLength(place, content.bytes)))
        throw new AppError(
          410,
          "file-gone",
          "This file is not in the data folder as it was written. Restore the folder files from a back-up.",
        );
      if (range?.bytes === 0 || content.bytes === 0) return none();
      const end = range ? { start: range.offset, end: range.offset + range.bytes - 1 } : {};
      return createReadStream(place, { highWaterMark: CHUNK, ...end });
    },
    has: (content) => hasLength(placeOf(content.sha256), content.bytes),
    remove: ({ sha256 }) => rm(placeOf(sha256), { force: true }),
    async workFolder() {
      const folder = path.join(drafts, randomUUID());
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder);
      return folder;
    },
  };
}

/** This installation's storage: the folder `files` of its data folder. */
export function storage(): Storage {
  return localStorage(path.resolve(env().DATA_DIR, "files"));
}

async function hasLength(file: string, bytes: number): Promise<boolean> {
  return stat(file).then(
    (found) => found.size === bytes,
    () => false,
  );
}

async function* none(): AsyncGenerator<Uint8Array> {}
