import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, chmod, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
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
  /** Deletes a content for good; one that is not there is no error. */
  remove: (content: Pick<Stored, "sha256">) => Promise<void>;
  /** Every content that was written before a moment (ms since 1970), in no order. */
  listBefore: (moment: number) => AsyncIterable<Pick<Stored, "sha256">>;
  /** Deletes what was under way when its process ended, where nothing was written to it since a moment. */
  dropDrafts: (moment: number) => Promise<number>;
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
    async *listBefore(moment) {
      for (const part of await namesIn(root)) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue;
        for (const sha256 of await namesIn(path.join(root, part)))
          if (/^[0-9a-f]{64}$/.test(sha256) && (await newest(path.join(root, part, sha256))) < moment)
            yield { sha256 };
      }
    },
    async dropDrafts(moment) {
      let dropped = 0;
      for (const name of await namesIn(drafts)) {
        const draft = path.join(drafts, name);
        const inside = await namesIn(draft);
        const times = await Promise.all([draft, ...inside.map((one) => path.join(draft, one))].map(newest));
        if (Math.max(...times) >= moment) continue;
        await rm(draft, { recursive: true, force: true });
        dropped += 1;
      }
      return dropped;
    },
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

/** The names in a folder; none of what is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    const { code } = z.object({ code: z.string() }).catch({ code: "" }).parse(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  });
}

/** When a file was written or put at its place, the later of both; what is gone meanwhile is as new as can be. */
async function newest(file: string): Promise<number> {
  return stat(file).then(
    (found) => Math.max(found.mtimeMs, found.ctimeMs),
    () => Number.POSITIVE_INFINITY,
  );
}

async function* none(): AsyncGenerator<Uint8Array> {}
