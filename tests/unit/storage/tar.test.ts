import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTar } from "@/lib/storage/read-tar";
import { type TarMember, writeTar } from "@/lib/storage/tar";

async function* one(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

type Plain = { path: string; content: Uint8Array };

async function* membersOf(files: readonly Plain[]): AsyncGenerator<TarMember> {
  for (const { path: name, content } of files)
    yield { path: name, bytes: content.length, content: async () => one(content) };
}

async function pack(files: readonly Plain[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeTar(membersOf(files))) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* inPieces(archive: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

async function unpack(archive: Buffer, size = 700): Promise<{ path: string; content: string }[]> {
  const files: { path: string; content: string }[] = [];
  for await (const { path: name, content } of readTar(inPieces(archive, size))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(Buffer.from(piece));
    files.push({ path: name, content: Buffer.concat(pieces).toString("hex") });
  }
  return files;
}

const name = fc
  .array(fc.stringMatching(/^[a-zа-яé😀][a-zа-яé😀0-9 ._-]{0,60}$/u), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));
const files = fc.uniqueArray(fc.record({ path: name, content: fc.uint8Array({ maxLength: 1_100 }) }), {
  selector: (file) => file.path,
  maxLength: 5,
});

describe("a tar archive", () => {
  it("reads back as it was written, in pieces of any size, and is the same bytes each time", async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 1_500 }), async (list, size) => {
        const archive = await pack(list);
        expect(archive.length % 512).toBe(0);
        expect((await pack(list)).equals(archive)).toBe(true);
        expect(await unpack(archive, size)).toEqual(
          list.map(({ path: one, content }) => ({
            path: one,
            content: Buffer.from(content).toString("hex"),
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("is one that the system's tar reads, long and foreign names too", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-tar-"));
    const long = `${"folder/".repeat(30)}Überschrift – 😀.txt`;
    const list = [
      { path: "plain.txt", content: Buffer.from("Forty houses") },
      { path: long, content: Buffer.from("были") },
      { path: "empty", content: Buffer.alloc(0) },
    ];
    await writeFile(path.join(folder, "all.tar"), await pack(list));
    execFileSync("tar", ["-xf", "all.tar"], { cwd: folder });
    for (const { path: one, content } of list)
      expect((await readFile(path.join(folder, one))).equals(content)).toBe(true);
    await rm(folder, { recursive: true });
  });

  it("that is cut off or damaged is refused, and so is a member of another length than was told", async () => {
    const archive = await pack([{ path: "a.txt", content: Buffer.from("x".repeat(600)) }]);
    await expect(unpack(archive.subarray(0, 900))).rejects.toThrow(RangeError);
    const damaged = Buffer.from(archive);
    damaged[3] = 64;
    await expect(unpack(damaged)).rejects.toThrow(RangeError);
    const lie = async () => {
      async function* members(): AsyncGenerator<TarMember> {
        yield { path: "a", bytes: 3, content: async () => one(Buffer.from("four")) };
      }
      for await (const _piece of writeTar(members()));
    };
    await expect(lie()).rejects.toThrow(/4 bytes where 3/);
  });
});
