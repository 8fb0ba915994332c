import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "@/lib/intake/read-file";
import { normaliseText } from "@/lib/text/normalise";
import { expectPartition } from "./support";

const corpus = process.env.CORPUS_DIR;
const title = corpus ? "the real articles" : "the real articles (skipped: CORPUS_DIR is not set)";

describe.skipIf(!corpus)(title, () => {
  it.each([
    ["news", 3],
    ["polnear-dev/text", 84],
  ])("%s: %i texts come in unchanged but for NFC and line ends", async (folder, count) => {
    const names = readdirSync(join(corpus ?? "", folder)).filter((name) => name.endsWith(".txt"));
    expect(names).toHaveLength(count);
    for (const name of names) {
      const bytes = readFileSync(join(corpus ?? "", folder, name));
      const { drafts, problems } = await readFile(name, bytes);
      expect(problems).toEqual([]);
      const [draft] = drafts;
      if (!draft) throw new Error(`${name} gave no draft.`);
      const original = bytes.toString("utf8");
      expect(draft.rawText).toBe(original.replace(/^\ufeff/, ""));
      const folded = original
        .replace(/^\ufeff/, "")
        .replace(/\r\n?/g, "\n")
        .normalize("NFC");
      expect(Array.from(draft.text)).toEqual(Array.from(folded));
      expect(normaliseText(draft.text).text).toBe(draft.text);
      expectPartition(draft.text, draft.blocks);
      expect(draft.language).toBe("en");
    }
  });
});
