import { describe, expect, it } from "vitest";
import { decodeChunks, decodeHtml, decodeText } from "@/lib/intake/decode";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decodeText", () => {
  it("reads UTF-8 with and without a byte order mark", () => {
    expect(decodeText(utf8("Korva 🌊 سد 水"))).toBe("Korva 🌊 سد 水");
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8("Dämme")]))).toBe("Dämme");
  });

  it("keeps a second byte order mark, which is a character of the text", () => {
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]))).toBe("\ufeff");
  });

  it("reads UTF-16 of both byte orders when a mark says so", () => {
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x41, 0, 0x3d, 0xd8, 0x0a, 0xde]))).toBe(
      "A😊".replace("😊", "\u{1f60a}"),
    );
    expect(decodeText(new Uint8Array([0xfe, 0xff, 0, 0x41]))).toBe("A");
  });

  it("refuses invalid UTF-8 and names the line", () => {
    const bytes = new Uint8Array([...utf8("one\ntwo\nthr"), 0xc3, 0x28, ...utf8("\nfour")]);
    expect(() => decodeText(bytes)).toThrow(
      expect.objectContaining({ code: "invalid-encoding", details: { line: 3 } }),
    );
  });

  it("refuses a NUL and names the line", () => {
    expect(() => decodeText(utf8("one\ntwo\u0000"))).toThrow(
      expect.objectContaining({ code: "nul-byte", details: { line: 2 } }),
    );
  });

  it("refuses half a surrogate pair in UTF-16", () => {
    expect(() => decodeText(new Uint8Array([0xff, 0xfe, 0x00, 0xd8]))).toThrow(
      expect.objectContaining({ code: "invalid-encoding" }),
    );
  });
});

describe("decodeHtml", () => {
  it("honours the charset that the page declares", () => {
    const page = new Uint8Array([
      ...utf8('<meta charset="windows-1251"><p>'),
      0xcf,
      0xee,
      0xf0,
      0xf2,
      ...utf8("</p>"),
    ]);
    expect(decodeHtml(page)).toContain("<p>Порт</p>");
  });

  it("reads a page that declares UTF-16 byte by byte as UTF-8", () => {
    expect(decodeHtml(utf8('<meta charset="utf-16"><p>Dämme</p>'))).toContain("Dämme");
  });

  it("refuses a charset nobody knows", () => {
    expect(() => decodeHtml(utf8('<meta charset="x-korva"><p>a</p>'))).toThrow(
      expect.objectContaining({ code: "unknown-encoding" }),
    );
  });
});

describe("decodeChunks", () => {
  it("never cuts a character, wherever the chunks end", async () => {
    const bytes = utf8("é😀\nسد\n水は👩‍👩‍👧\n");
    for (let size = 1; size < bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      let text = "";
      for await (const part of decodeChunks(chunks)) text += part;
      expect(text).toBe("é😀\nسد\n水は👩‍👩‍👧\n");
    }
  });

  it("counts lines over chunks", async () => {
    const read = async () => {
      for await (const _ of decodeChunks([utf8("a\nb\n"), utf8("c\n"), new Uint8Array([0xff])]));
    };
    await expect(read()).rejects.toMatchObject({ code: "invalid-encoding", details: { line: 4 } });
  });
});
