import { completeDraft } from "@/lib/intake/complete";
import { decodeText } from "@/lib/intake/decode";
import type { ArticleDraft, ArticleFacts } from "@/lib/intake/draft";

/**
 * Reads a plain text file as one article. The text is the file's, character for character. Throws
 * `invalid-encoding`, `nul-byte`, `too-large` or `empty-text`.
 */
export function readTxt(fileName: string, bytes: Uint8Array, facts: ArticleFacts = {}): ArticleDraft {
  return completeDraft({
    fileName,
    sourceFormat: "txt",
    extractor: "txt/1",
    line: null,
    rawText: decodeText(bytes),
    rawBytes: bytes,
    facts,
  });
}

/** Reads a pasted text as one article. Throws `nul-byte`, `lone-surrogate`, `too-large` or `empty-text`. */
export function readPaste(text: string, facts: ArticleFacts = {}): ArticleDraft {
  return completeDraft({
    fileName: "",
    sourceFormat: "paste",
    extractor: "paste/1",
    line: null,
    rawText: text,
    facts,
  });
}
