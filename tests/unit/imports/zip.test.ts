import { describe, expect, it } from "vitest";
import { isZip, readZip } from "@/lib/dataset-imports/zip";
import { zipOf } from "../../support/zip-of";

const text = (content: string) => Buffer.from(content, "utf8");

describe("an archive", () => {
  it("gives its files, packed or not, without what file managers put in", () => {
    const archive = zipOf([
      { name: "a/é.txt", bytes: text("one") },
      { name: "b.txt", bytes: text("two"), method: 0 },
      { name: "a/", bytes: text("") },
      { name: "a/.DS_Store", bytes: text("litter") },
    ]);
    expect(isZip(archive)).toBe(true);
    expect(readZip(archive).map(({ name, bytes }) => [name, Buffer.from(bytes()).toString()])).toEqual([
      ["a/é.txt", "one"],
      ["b.txt", "two"],
    ]);
  });

  it.each(["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt", "a\u0000b.txt"])(
    "whose name leads out of it is refused: %j",
    (name) => {
      expect(() => readZip(zipOf([{ name, bytes: text("x") }]))).toThrow(/leads out of it/);
    },
  );

  it("that would fill the memory is refused before it is unpacked", () => {
    const zeros = Buffer.alloc(8 * 1024 * 1024);
    expect(() => readZip(zipOf([{ name: "bomb.txt", bytes: zeros }]))).toThrow(/times its size/);
    const many = Array.from({ length: 3 }, (_, n) => ({
      name: `${n}.txt`,
      bytes: text("x"),
      size: 0x7fffffff,
    }));
    expect(() => readZip(zipOf(many))).toThrow(/more than 512 MB|times its size/);
  });

  it("whose directory lies about a size is refused while it is unpacked", () => {
    const [lying] = readZip(zipOf([{ name: "a.txt", bytes: Buffer.alloc(100_000, "ab"), size: 10 }]));
    expect(() => lying?.bytes()).toThrow(/not what its directory says/);
  });

  it("cut off, encrypted or of another kind is refused with the reason", () => {
    const archive = zipOf([{ name: "a.txt", bytes: text("one") }]);
    expect(() => readZip(archive.subarray(0, archive.length - 30))).toThrow(/cut off/);
    expect(() => readZip(text("PK no archive at all, but long enough to be one"))).toThrow(/cut off/);
    expect(() => readZip(zipOf([{ name: "a.txt", bytes: text("one"), method: 12 }]))).toThrow(
      /packed in a way/,
    );
    const encrypted = Buffer.from(archive);
    encrypted.writeUInt16LE(1, archive.length - 22 - 46 - 5 + 8);
    expect(() => readZip(encrypted)).toThrow(/encrypted/);
  });
});
