import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { commitBatch } from "@/lib/imports/commit";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { toRaw } from "@/lib/text/offset-map";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";
import { listSentences } from "@/lib/text/sentences";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject } from "../../support/factories";
import { stageFiles } from "./support";

await createDatabase();
afterAll(closeDb);

const invented = new Map([
  ["plain.txt", "A headline\n\nThe mayor said the bridge is safe. Forty houses were flooded."],
  [
    "folded.txt",
    "Cafe\u0301s closed\r\n\r\nThe cafe\u0301 shut, its owner said.\rNobody came. 👩‍🚒 drove by.\r\n",
  ],
  ["marks.txt", "\ufeffКиї\u0308в\r\nВода зійшла, сказали в мерії. Школи відкриті."],
]);
const corpus = process.env.CORPUS_DIR;
const title = corpus ? "real articles" : "real articles (skipped: CORPUS_DIR is not set)";

/** Imports files as an upload does and compares what is stored with what was in them. */
async function expectUnchanged(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  const { batchId, duplicates } = await stageFiles(manager, project.slug, Object.fromEntries(files));
  expect(duplicates).toBe(0);
  const { articles } = await commitBatch(manager, project.slug, batchId);
  expect(articles).toBe(files.size);
  const versions = await db().articleVersion.findMany({
    where: { projectId: project.id },
    orderBy: { article: { number: "asc" } },
  });
  for (const [place, [name, bytes]] of [...files].entries()) {
    const version = versions[place];
    if (!version) throw new Error(`${name} was not imported.`);
    const raw = Buffer.from(bytes)
      .toString("utf8")
      .replace(/^\ufeff/, "");
    expect(Array.from(version.text)).toEqual(Array.from(raw.replace(/\r\n?/g, "\n").normalize("NFC")));
    expect(Buffer.compare(version.rawBytes, bytes)).toBe(0);
    expect(version.rawText ?? version.text).toBe(raw);
    const map = offsetMapSchema.parse(version.offsetMap);
    const [stored, original] = [indexCodePoints(version.text), indexCodePoints(raw)];
    for (const span of listSentences(stored, "en")) {
      const back = sliceCodePoints(original, toRaw(map, span).span);
      expect(back.replace(/\r\n?/g, "\n").normalize("NFC")).toBe(sliceCodePoints(stored, span));
    }
  }
}

describe("an import keeps the text", () => {
  it("of invented articles, through line ends, composition and a byte order mark", async () => {
    await expectUnchanged(
      new Map([...invented].map(([name, text]) => [name, new TextEncoder().encode(text)])),
    );
  });

  describe.skipIf(!corpus)(title, () => {
    it.each([
      ["news", 3],
      ["polnear-dev/text", 84],
    ])("%s: %i texts", async (folder, count) => {
      const place = path.join(corpus ?? "", folder);
      const names = readdirSync(place).filter((name) => name.endsWith(".txt"));
      expect(names).toHaveLength(count);
      await expectUnchanged(
        new Map(names.map((name) => [name, new Uint8Array(readFileSync(path.join(place, name)))])),
      );
    });
  });
});
