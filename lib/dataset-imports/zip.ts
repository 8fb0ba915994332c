import { inflateRawSync } from "node:zlib";
import { badInput } from "@/lib/errors";

/** A file of an archive; its bytes are unpacked when they are asked for. */
export type ZipEntry = { name: string; size: number; bytes: () => Uint8Array };

const mostEntries = 20_000;
/** All files together, unpacked. */
const mostBytes = 512 * 1024 * 1024;
/** Text shrinks to a tenth; what says that it grows more than this is made to fill a disk. */
const mostRatio = 200;
const endSize = 22;

/**
 * The files of a ZIP archive (APPNOTE 6.3: stored or deflated, no ZIP64), read from its directory; nothing is written
 * anywhere. Throws badInput `bad-archive` with the reason for one that is cut off, encrypted, of another compression,
 * whose names lead out of it (`..`, absolute, a drive), whose entries overlap, or that holds more than 20,000 files,
 * 512 MB or 200 times its size; unpacking throws it where an entry is not what the directory says.
 */
export function readZip(archive: Uint8Array): ZipEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(bytes);
  const total = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (total === 0xffff || at === 0xffffffff) throw refused("it is of the 64-bit kind (ZIP64)");
  if (total > mostEntries) throw refused(`it holds more than ${mostEntries} files`);
  const entries: ZipEntry[] = [];
  const places: { start: number; end: number }[] = [];
  let unpacked = 0;
  for (let number = 0; number < total; number++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw refused("its directory is broken");
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = readName(bytes.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (name.endsWith("/") || isLitter(name)) continue;
    if ((flags & 1) === 1) throw refused(`${name} is encrypted`);
    if (method !== 0 && method !== 8) throw refused(`${name} is packed in a way that is not read`);
    unpacked += size;
    if (unpacked > mostBytes) throw refused(`unpacked it has more than ${mostBytes / 1024 / 1024} MB`);
    if (size > Math.max(packed, 1) * mostRatio && size > 1024 * 1024)
      throw refused(`${name} would grow to ${Math.round(size / Math.max(packed, 1))} times its size`);
    const start = dataStart(bytes, local, name);
    if (start + packed > end) throw refused(`${name} is cut off`);
    places.push({ start, end: start + packed });
    entries.push({
      name,
      size,
      bytes: () => unpack(bytes.subarray(start, start + packed), method, size, name),
    });
  }
  places.sort((a, b) => a.start - b.start);
  for (const [place, { start }] of places.entries())
    if (start < (places[place - 1]?.end ?? 0)) throw refused("its files overlap");
  return entries;
}

/** Whether bytes begin as a ZIP archive does. */
export function isZip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x50 && beginning[1] === 0x4b && (beginning[2] === 3 || beginning[2] === 5);
}

function refused(reason: string) {
  return badInput(
    "bad-archive",
    `This archive cannot be read: ${reason}. Pack the files again, or send them as they are.`,
  );
}

/** The end of the directory stands last, behind it a comment of at most 64 KB. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endSize - 0xffff);
  for (let at = bytes.length - endSize; at >= first; at--)
    if (bytes.readUInt32LE(at) === 0x06054b50) return at;
  throw refused("it is no ZIP, or cut off");
}

function readName(bytes: Uint8Array): string {
  const name = new TextDecoder("utf-8").decode(bytes).replaceAll("\\", "/").normalize("NFC");
  const parts = name.split("/");
  if (
    name === "" ||
    name.startsWith("/") ||
    /^[a-z]:/i.test(name) ||
    parts.includes("..") ||
    /\p{Cc}/u.test(name)
  )
    throw refused("a name in it leads out of it");
  return name;
}

/** What file managers put in beside a person's files. */
function isLitter(name: string): boolean {
  return name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

function dataStart(bytes: Buffer, local: number, name: string): number {
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== 0x04034b50)
    throw refused(`${name} is not where it should be`);
  return local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
}

function unpack(packed: Uint8Array, method: number, size: number, name: string): Uint8Array {
  try {
    const bytes = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    if (bytes.length === size) return bytes;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  throw refused(`${name} is not what its directory says`);
}
