import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { columnsOf } from "@/lib/attributes/columns";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import type { Snapshot } from "@/lib/exports/queries";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { attributionAttributes, claimAttributes, duplicateAttributes } from "@/lib/layers/schema";
import { type Actor, can } from "@/lib/policy";
import { openReport, requireAgreement } from "@/lib/project-agreement/access";
import { mostPairs, readFigures } from "@/lib/project-agreement/queries";
import type { ReleaseInputs } from "@/lib/releases/inputs";
import type { ReleaseAgreement } from "@/lib/releases/schema";

/** What is gathered while the records are read, to ask the snapshot about afterwards. */
export type Met = {
  guidelines: Map<string, number>;
  /** Articles of each publisher under each terms, by a JSON pair; the empty text stands for the unknown one. */
  terms: Map<string, number>;
  /** Definitions of attributes by the version that has them. */
  attributes: Map<string, readonly AttributeDefinition[]>;
};

export function emptyMet(): Met {
  return { guidelines: new Map(), terms: new Map(), attributes: new Map() };
}

/** Notes what a record names; `isNew` for the first version of its article. */
export function meet(met: Met, record: ExportRecord, isNew: boolean): void {
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const { publisher, licence = "" } = record.article;
  if (isNew) add(met.terms, JSON.stringify([publisher?.id ?? "", licence]));
  for (const { guideline, attributeVersion, origin } of record.layers) {
    if (guideline) add(met.guidelines, guideline.id);
    for (const version of [attributeVersion, origin?.attributeVersion])
      if (version) met.attributes.set(version.id, version.definitions);
  }
}

/** The columns of attributes that the layers were filled in by; absent where there is none. */
export function ownColumns({ attributes }: Met): Pick<ReleaseInputs, "columns"> {
  const columns = columnsOf([...attributes.values()].flat());
  return columns.length > 0 ? { columns } : {};
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

const nameRows = z.array(z.object({ id: z.string(), name: z.string() }));
const termsKey = z.tuple([z.string(), z.string()]);

/**
 * The publishers whose texts are in it and the terms of these, by name; the unknown one last. A publisher of articles
 * with terms of their own stands there once for each terms.
 */
export async function readLicences(snapshot: Snapshot, met: Met): Promise<ReleaseInputs["licences"]> {
  const terms = [...met.terms].map(([key, articles]) => {
    const [id, licence] = termsKey.parse(JSON.parse(key));
    return { id, licence, articles };
  });
  const rows = nameRows.parse(
    await snapshot.query(
      `SELECT s."id", s."name" FROM "Source" s WHERE s."id" = ANY($1::uuid[]) ORDER BY s."name" COLLATE "C", s."id"`,
      [terms.flatMap(({ id }) => (id === "" ? [] : [id]))],
    ),
  );
  return [...rows, null].flatMap((source) =>
    terms
      .filter(({ id }) => id === (source?.id ?? ""))
      .sort((a, b) => b.articles - a.articles || (a.licence < b.licence ? -1 : 1))
      .map(({ licence, articles }) => ({ source, licence, articles })),
  );
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
