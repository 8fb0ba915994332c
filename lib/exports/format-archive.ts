import "server-only";
import { once } from "node:events";
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { finished } from "node:stream/promises";
import { exportItems, type ItemChoice } from "@/lib/exports/dataset-items";
import { startFormatExport } from "@/lib/exports/queries";
import type { ExportFilter } from "@/lib/exports/schema";
import type { FormatName } from "@/lib/formats/carries";
import { contentOf, type OutputPiece, type TagScheme } from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";
import { createLossLog } from "@/lib/formats/losses";
import type { Actor } from "@/lib/policy";
import { type TarMember, writeTar } from "@/lib/storage/tar";

export type ArchiveRequest = {
  format: FormatName;
  scheme: TagScheme;
  licence: string | undefined;
  filter: ExportFilter;
  items: ItemChoice;
};

/**
 * A project in a format, as a tar archive: a folder with the files of the format and `report.json`, which says how much
 * is in them and what the format could not carry. Written beside first, so that the memory it takes does not grow with
 * the project; nothing is left behind. Throws notFound, forbidden, 429 at the first piece.
 */
export async function* exportArchive(
  actor: Actor,
  slug: string,
  request: ArchiveRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { format, scheme, licence, filter, items } = request;
  const log = createLossLog();
  const exported = await startFormatExport(
    actor,
    slug,
    filter,
    { format, scheme, licence, lose: log.add },
    { items: (key) => exportItems(actor, slug, key, items) },
  );
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-export-"));
  try {
    const [ending = ""] = formats[format].endings;
    const files = await spool(exported.pieces, folder, `${slug}${ending}`);
    const { counts } = exported;
    const report = { format, offsets: filter.offsets, ...counts, losses: log.list() };
    await writeFile(path.join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
    yield* writeTar(members(folder, `${slug}-${format}`, [...files, "report.json"]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the pieces into a folder and names its files in the order in which they began; the one without a path is `own`. */
async function spool(pieces: AsyncIterable<OutputPiece>, folder: string, own: string): Promise<string[]> {
  const names = new Set<string>();
  const current: { name: string; stream: WriteStream | null } = { name: "", stream: null };
  async function end(): Promise<void> {
    const { stream } = current;
    current.stream = null;
    stream?.end();
    if (stream) await finished(stream);
  }
  async function turnTo(name: string): Promise<WriteStream> {
    if (current.stream && current.name === name) return current.stream;
    await end();
    const place = path.join(folder, "files", name);
    await mkdir(path.dirname(place), { recursive: true });
    const isNew = !names.has(name);
    names.add(name);
    const stream = createWriteStream(place, { flags: isNew ? "w" : "a" });
    await once(stream, "open");
    current.name = name;
    current.stream = stream;
    return stream;
  }
  try {
    for await (const piece of pieces) {
      const stream = await turnTo(piece.path === "" ? own : piece.path);
      if (!stream.write(contentOf(piece))) await once(stream, "drain");
    }
  } finally {
    await end();
  }
  return [...names].map((name) => `files/${name}`);
}

async function* members(
  folder: string,
  name: string,
  files: readonly string[],
): AsyncGenerator<TarMember, void, undefined> {
  for (const file of files) {
    const place = path.join(folder, file);
    const { size } = await stat(place);
    yield {
      path: `${name}/${file.replace(/^files\//, "")}`,
      bytes: size,
      content: async () => createReadStream(place),
    };
  }
}
