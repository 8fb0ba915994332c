import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { toRaw } from "@/lib/text/offset-map";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";
import { createDatabase } from "../../support/database";
import { commit, dryRun, makePlace } from "./support";

const corpus = process.env.CORPUS_DIR;
const title = corpus ? "a corpus of brat's" : "a corpus of brat's (skipped: CORPUS_DIR is not set)";

describe.skipIf(!corpus)(title, async () => {
  if (corpus) await createDatabase();
  afterAll(closeDb);

  it("comes in whole: every span with the file's words after NFC, every broken line by its number", async () => {
    const root = path.join(corpus ?? "", "polnear-dev");
    const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(ann|txt)$/.test(name),
    );
    const files = Object.fromEntries(
      names.map((name) => [name, new Uint8Array(readFileSync(path.join(root, name)))]),
    );
    const { slug, manager, project } = await makePlace();
    const { batchId, report } = await dryRun(manager, slug, files);
    expect(report).toMatchObject({ format: "brat", counts: { records: 84, layers: 94 } });
    expect(report.faults.every(({ line }) => line !== null)).toBe(true);
    expect(report.faults).toHaveLength(report.faultCount);
    const labels = Object.fromEntries(report.labels.map(({ label }) => [label, "leave-out"]));
    expect(await commit(manager, slug, batchId, { labels, leavesBad: true })).toMatchObject({
      articles: 84,
      layers: 94,
    });
    const versions = await db().articleVersion.findMany({ where: { projectId: project.id } });
    let spans = 0;
    for (const version of versions) {
      const raw = Array.from(version.rawText ?? version.text);
      const map = offsetMapSchema.parse(version.offsetMap);
      const found = await db().annotationSpan.findMany({ where: { versionId: version.id } });
      for (const span of found) {
        const place = toRaw(map, span).span;
        expect(raw.slice(place.start, place.end).join("").normalize("NFC")).toBe(span.quote);
        spans += 1;
      }
    }
    expect(spans).toBeGreaterThan(1_000);
  });
});
