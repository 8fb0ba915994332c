import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/lib/canonical-json";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import type { Snapshot } from "@/lib/exports/queries";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { attributionAttributes, claimAttributes, duplicateAttributes } from "@/lib/layers/schema";
import { type Actor, can } from "@/lib/policy";
import { openReport, requireAgreement } from "@/lib/project-agreement/access";
import { mostPairs, readFigures } from "@/lib/project-agreement/queries";
import type { RatingLine, ReleaseInputs } from "@/lib/releases/inputs";
import type { ReleaseAgreement } from "@/lib/releases/schema";

/** What is gathered while the records are read, to ask the snapshot about afterwards. */
export type Met = {
  guidelines: Map<string, number>;
  /** Articles of each publisher; the empty text stands for the unknown one. */
  publishers: Map<string, number>;
  sources: Set<string>;
};

export function emptyMet(): Met {
  return { guidelines: new Map(), publishers: new Map(), sources: new Set() };
}

/** Notes what a record names; `isNew` for the first version of its article. */
export function meet(met: Met, record: ExportRecord, isNew: boolean): void {
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const { publisher, credits } = record.article;
  if (isNew) add(met.publishers, publisher?.id ?? "");
  if (publisher) met.sources.add(publisher.id);
  for (const { source } of credits) if (source) met.sources.add(source.id);
  for (const layer of record.layers) {
    if (layer.guideline) add(met.guidelines, layer.guideline.id);
    for (const { source } of layer.attributionSources) met.sources.add(source.id);
  }
}

const guidelineRows = z.array(
  z.object({ id: z.string(), number: z.number(), content: z.json(), publishedAt: z.date() }),
);

/** The guideline versions under which the layers were made, each with a hash of its text. */
export async function readGuidelines(snapshot: Snapshot, met: Met): Promise<ReleaseInputs["guidelines"]> {
  const rows = guidelineRows.parse(
    await snapshot.query(
      `SELECT g."id", g."number", g."content", g."publishedAt" FROM "GuidelineVersion" g WHERE g."id" = ANY($1::uuid[]) ORDER BY g."number"`,
      [[...met.guidelines.keys()]],
    ),
  );
  return rows.map(({ id, number, content, publishedAt }) => ({
    number,
    publishedAt: publishedAt.toISOString(),
    sha256: sha256(canonicalJson(content)),
    layers: met.guidelines.get(id) ?? 0,
  }));
}

const licenceRows = z.array(z.object({ id: z.string(), name: z.string(), licence: z.string() }));

/** The publishers whose texts are in it and what is noted of their terms, by name; the unknown one last. */
export async function readLicences(snapshot: Snapshot, met: Met): Promise<ReleaseInputs["licences"]> {
  const ids = [...met.publishers.keys()].filter((id) => id !== "");
  const rows = licenceRows.parse(
    await snapshot.query(
      `SELECT s."id", s."name", CASE WHEN s."licence" <> '' THEN s."licence" ELSE coalesce(c."licence", '') END AS licence
         FROM "Source" s LEFT JOIN "Source" c ON c."id" = s."canonicalId"
        WHERE s."id" = ANY($1::uuid[]) ORDER BY s."name" COLLATE "C", s."id"`,
      [ids],
    ),
  );
  const unknown = met.publishers.get("") ?? 0;
  return [
    ...rows.map(({ id, name, licence }) => ({
      source: { id, name },
      licence,
      articles: met.publishers.get(id) ?? 0,
    })),
    ...(unknown > 0 ? [{ source: null, licence: "", articles: unknown }] : []),
  ];
}

const ratingRows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    raterId: z.string(),
    scheme: z.string(),
    schemeVersion: z.string(),
    grade: z.string(),
    role: z.string(),
    topic: z.string(),
    sawOthers: z.boolean(),
    at: z.date(),
  }),
);

/** Grades of the sources that the records name, as the builder may see them (`seen_ratings`), in the order they were given. */
export async function readRatings(
  snapshot: Snapshot,
  actor: Actor,
  met: Met,
  people: Pseudonyms,
  withPersons: boolean,
): Promise<RatingLine[]> {
  const rows = ratingRows.parse(
    await snapshot.query(
      `SELECT s."id", s."name", s."kind"::text, r."raterId", r."scheme", r."schemeVersion", r."grade", r."role"::text, r."topic",
              r."sawOthers", r."createdAt" AS "at"
         FROM seen_ratings($1::uuid) r JOIN "Source" s ON s."id" = r."sourceId"
        WHERE s."id" = ANY($2::uuid[]) AND ($3::boolean OR s."kind"::text <> 'person') ORDER BY r."number"`,
      [actor.userId, [...met.sources], withPersons],
    ),
  );
  return rows.map(({ id, name, kind, raterId, at, ...rest }) => ({
    source: { id, name, kind },
    by: people.person(raterId) ?? "",
    ...rest,
    at: at.toISOString(),
  }));
}

/** The project's stored agreement as the builder reads it, the people under the release's pseudonyms; null while there is none. */
export async function readAgreement(
  actor: Actor,
  slug: string,
  people: Pseudonyms,
): Promise<ReleaseAgreement | null> {
  const access = await requireAgreement(actor, slug);
  if (!can(access.role, "agreement.view")) return null;
  const { reportId, freshness } = await openReport(actor, access);
  if (reportId === null || freshness.computedAt === null) return null;
  const kinds: ReleaseAgreement["kinds"] = {};
  for (const kind of access.kinds) {
    const rows = [
      ...(await readFigures(reportId, kind, { against: false }, mostPairs)),
      ...(await readFigures(reportId, kind, { against: true }, mostPairs)),
    ];
    kinds[kind] = rows.map((row) => ({
      first: people.person(row.firstId) ?? "",
      second: row.secondId === null ? "final layer" : (people.person(row.secondId) ?? ""),
      articles: row.articles,
      marksOfFirst: row.a,
      marksOfSecond: row.b,
      exact: row.exact,
      f1: row.f1,
      low: row.low,
      high: row.high,
    }));
  }
  return { computedAt: freshness.computedAt, articles: freshness.articles, kinds };
}

/** A hash of the definition of each kind's fields: what makes two releases' fields comparable. */
export function attributeVersions(): Record<string, string> {
  const schemas = {
    claim: claimAttributes,
    attribution: attributionAttributes,
    duplicate: duplicateAttributes,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([kind, schema]) => [
      kind,
      sha256(canonicalJson(z.toJSONSchema(schema, { io: "input" }))),
    ]),
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
