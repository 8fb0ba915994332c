import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open as openHandle, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { badInput } from "@/lib/errors";
import { contentOf, type InputFile, type OpenFile, type OutputPiece } from "@/lib/formats/conversion";
import type { Loss } from "@/lib/formats/losses";

/** A path as the person typed it, from the folder in which they typed it. */
export function fromHere(name: string): string {
  return path.resolve(process.env.SOURCEBENCH_CWD ?? process.cwd(), name);
}

/** The files of an input in the order of their names: a folder's with the wanted endings, a file alone, or standard input. */
export async function listInput(name: string, endings: readonly string[]): Promise<InputFile[]> {
  if (name === "-") return [{ path: "standard input", pieces: () => process.stdin }];
  const place = fromHere(name);
  const found = await stat(place).catch(() => null);
  if (!found) throw badInput("unreadable-file", `There is no file or folder ${name}.`);
  if (found.isFile()) return [inputFile(place, path.basename(place))];
  const names = await readdir(place, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((one) => inputFile(path.join(place, one), one));
}

function inputFile(place: string, name: string): InputFile {
  return { path: name, pieces: () => createReadStream(place), open: () => openFile(place) };
}

async function openFile(place: string): Promise<OpenFile> {
  const handle = await openHandle(place);
  const { size } = await handle.stat();
  async function read(start: number, end: number): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.buffer;
  }
  return { size, read, close: () => handle.close() };
}

/** Where a conversion writes: nothing of it is seen under its name before `keep`, and nothing is left after `drop`. */
export type Target = {
  write: (piece: OutputPiece) => Promise<void>;
  keep: () => Promise<void>;
  drop: () => Promise<void>;
};

/**
 * Where a format of a shape is written: `-` is standard output, where files that belong beside are told as lost. Throws
 * badInput `exists` for what is there already, unless `isForced`.
 */
export function openTarget(
  output: string,
  shape: "file" | "folder",
  isForced: boolean,
  lose: (loss: Loss) => void,
): Promise<Target> {
  const why = "it stands beside, and the output is a stream";
  if (output === "-")
    return Promise.resolve(
      streamTarget((name) => lose({ what: `the file ${name}`, why, article: "", count: 1 })),
    );
  return shape === "folder" ? folderTarget(output, isForced) : fileTarget(output, isForced);
}

/** Standard output; files that would stand beside are told to `beside` instead. */
export function streamTarget(beside: (path: string) => void): Target {
  return {
    async write(piece) {
      if (piece.path !== "") beside(piece.path);
      else if (!process.stdout.write(contentOf(piece))) await once(process.stdout, "drain");
    },
    keep: async () => {},
    drop: async () => {},
  };
}

/** A file, with the files that belong beside it; one that is there already is refused unless `isForced`. */
export async function fileTarget(name: string, isForced: boolean): Promise<Target> {
  const place = fromHere(name);
  await refuseExisting(place, name, isForced, async () => true);
  return moveAtEnd((piece) => (piece === "" ? place : path.join(path.dirname(place), piece)));
}

/** A folder; one that holds anything already is refused unless `isForced`. */
export async function folderTarget(name: string, isForced: boolean): Promise<Target> {
  const place = fromHere(name);
  await refuseExisting(place, name, isForced, async () => (await readdir(place)).length > 0);
  await mkdir(place, { recursive: true });
  return moveAtEnd((piece) => path.join(place, piece));
}

async function refuseExisting(
  place: string,
  name: string,
  isForced: boolean,
  isInTheWay: () => Promise<boolean>,
): Promise<void> {
  const there = await stat(place).catch(() => null);
  if (there && !isForced && (await isInTheWay()))
    throw badInput(
      "exists",
      `${name} is there already. Name another place, or give --force to write over it.`,
    );
}

/** Writes each file beside its place and moves all there at the end; pieces of a file come one after another. */
function moveAtEnd(placeOf: (piece: string) => string): Target {
  const made: string[] = [];
  let open: { name: string; stream: ReturnType<typeof createWriteStream> } | null = null;
  async function close(): Promise<void> {
    if (!open) return;
    const { stream } = open;
    open = null;
    stream.end();
    await finished(stream);
  }
  return {
    async write(piece) {
      const name = piece.path;
      if (open?.name !== name) {
        await close();
        const place = placeOf(name);
        await mkdir(path.dirname(place), { recursive: true });
        const isNew = !made.includes(place);
        if (isNew) made.push(place);
        const stream = createWriteStream(`${place}.part`, { flags: isNew ? "w" : "a" });
        await once(stream, "open");
        open = { name, stream };
      }
      const { stream } = open;
      if (!stream.write(contentOf(piece))) await once(stream, "drain");
    },
    async keep() {
      await close();
      for (const place of made) await rename(`${place}.part`, place);
    },
    async drop() {
      await close().catch(() => {});
      for (const place of made) await rm(`${place}.part`, { force: true });
    },
  };
}
