import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { db } from "@/lib/db";
import { buildRecord } from "@/lib/exports/build-record";
import { collectGarbageSoon } from "@/lib/exports/collect-garbage";
import { exportItems } from "@/lib/exports/dataset-items";
import { listJudgedPairs } from "@/lib/exports/pair-items";
import { makePseudonyms } from "@/lib/exports/pseudonyms";
import { openSnapshot } from "@/lib/exports/queries";
import { writeItem, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import { type ExportRecord, formatName, formatVersion } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { contentText } from "@/lib/releases/compare";
import {
  attributeVersions,
  emptyMet,
  meet,
  ownColumns,
  readAgreement,
  readGuidelines,
  readLicences,
} from "@/lib/releases/facts";
import type { ReleaseInputs } from "@/lib/releases/inputs";
import type { ReleaseOptions } from "@/lib/releases/schema";
import { selectRecord } from "@/lib/releases/select";
import { sealAll } from "@/lib/seals/commands";
import { auditHead } from "@/lib/seals/queries";
import type { Storage } from "@/lib/storage/storage";

/** What is to be built: as it was asked for. */
export type WantedRelease = {
  id: string;
  projectId: string;
  slug: string;
  projectName: string;
  name: string;
  version: string;
  versionReason: string;
  options: ReleaseOptions;
  notes: string;
  pseudonymKey: string;
};

/** Where an article's lines stand in the file of records, and what it is compared by. */
export type Content = {
  articleId: string;
  articleNumber: string;
  showsLayers: boolean;
  offset: number;
  bytes: number;
  contentHash: string;
};

export type Taken = { inputs: ReleaseInputs; contents: Content[] };

const COLLECT_EVERY = 8 * 1024 * 1024;
const momentRows = z.tuple([
  z.object({ transactions: z.string(), takenAt: z.date(), eventPosition: z.string(), eventId: z.string() }),
]);

/**
 * Reads everything that a release is made of as it is at one moment, as its builder sees it (`seen_layers`), and keeps the
 * records as one file in the storage. What came of it does not depend on the database any more.
 */
export async function takeSnapshot(
  actor: Actor,
  wanted: WantedRelease,
  store: Storage,
  onArticles: (done: number) => Promise<void>,
): Promise<Taken> {
  await sealAll();
  const { head } = await auditHead();
  const { secret } = await db().installation.findFirstOrThrow({ select: { secret: true } });
  const people = makePseudonyms(secret, wanted.pseudonymKey);
  const agreement = await readAgreement(actor, wanted.slug, people);
  const snapshot = await openSnapshot();
  try {
    const [moment] = momentRows.parse(
      await snapshot.query(`
        SELECT pg_current_snapshot()::text AS "transactions", now() AS "takenAt",
               coalesce((SELECT e."position"::text FROM "Event" e ORDER BY e."position" DESC, e."id" DESC LIMIT 1), '0') AS "eventPosition",
               coalesce((SELECT e."id"::text FROM "Event" e ORDER BY e."position" DESC, e."id" DESC LIMIT 1), '0') AS "eventId"`),
    );
    const met = emptyMet();
    const counts = { articles: 0, layers: 0, annotations: 0, people: 0 };
    const contents: Content[] = [];
    let hiddenArticles = 0;
    let versions: ExportRecord[] = [];
    const { options } = wanted;
    const scope = {
      viewerId: actor.userId,
      projectId: wanted.projectId,
      filter: { ...options.filter, threads: options.comments },
    };
    const endArticle = () => {
      const content = contents.at(-1);
      if (content) content.contentHash = sha256(contentText(versions));
      versions = [];
    };
    async function* lines() {
      let offset = 0;
      let sinceCollected = 0;
      for await (const page of snapshot.pages(scope)) {
        for (const row of page) {
          const key = { id: wanted.pseudonymKey, people };
          const record = selectRecord(
            buildRecord(row, key, { offsets: "stored", threads: options.comments }, () => undefined),
            options,
          );
          const line = Buffer.from(writeRecord(record), "utf8");
          const isNew = contents.at(-1)?.articleId !== row.article.id;
          if (isNew) {
            endArticle();
            contents.push({
              ...{ articleId: row.article.id, articleNumber: row.number, showsLayers: false },
              ...{ offset, bytes: 0, contentHash: "" },
            });
            counts.articles += 1;
            hiddenArticles += row.isBlind ? 1 : 0;
          }
          const content = contents.at(-1);
          if (content) {
            content.bytes += line.length;
            content.showsLayers ||= row.layers.length > 0;
          }
          versions.push(record);
          meet(met, record, isNew);
          counts.layers += record.layers.length;
          for (const layer of record.layers) counts.annotations += layer.annotations.length;
          offset += line.length;
          sinceCollected += line.length;
          yield line;
        }
        await onArticles(counts.articles);
        if (sinceCollected > COLLECT_EVERY) {
          sinceCollected = 0;
          collectGarbageSoon();
        }
      }
      endArticle();
      const isIn = new Set(contents.map(({ articleId }) => articleId));
      const { cards, ratings, personRatings } = options;
      const choice = { cards, ratings, personRatings };
      const key = { id: wanted.pseudonymKey, people };
      const head = { format: formatName, version: formatVersion, pseudonymKey: key.id } as const;
      const isIncluded = (id: string) => isIn.has(id);
      for await (const pair of listJudgedPairs(actor, wanted.projectId, people, async () => isIn))
        yield writeItem({ ...head, item: "pair", ...pair });
      for await (const item of exportItems(actor, wanted.slug, key, choice, isIncluded))
        yield writeItem(item);
    }
    const records = await store.put(lines());
    const inputs = {
      project: { slug: wanted.slug, name: wanted.projectName },
      ...{ name: wanted.name, version: wanted.version, versionReason: wanted.versionReason },
      ...{ options, notes: wanted.notes, takenAt: moment.takenAt.toISOString() },
      snapshot: {
        transactions: moment.transactions,
        eventPosition: moment.eventPosition,
        eventId: moment.eventId,
      },
      ...{ auditHead: head, pseudonymKey: wanted.pseudonymKey, records, hiddenArticles },
      counts: { ...counts, people: people.count() },
      guidelines: await readGuidelines(snapshot, met),
      attributes: attributeVersions(),
      ...ownColumns(met),
      licences: await readLicences(snapshot, met),
      agreement,
    };
    return { inputs, contents };
  } finally {
    await snapshot.close();
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
