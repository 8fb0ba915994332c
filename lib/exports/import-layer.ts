import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { recordEvents } from "@/lib/audit";
import { canonicalJson } from "@/lib/canonical-json";
import type { Tx } from "@/lib/db";
import {
  type ArticleReview,
  type ExportedLayer,
  type ExportedReuseLink,
  type ExportRecord,
  formatName,
  type SourceRef,
  type StoredLayerOrigin,
} from "@/lib/formats/sourcebench-jsonl-schema";

/** Where a layer of a file goes, and how names in the file become rows. */
export type LayerTarget = {
  projectId: string;
  articleId: string;
  versionId: string;
  batchId: string;
  actorId: string;
  /** The review of the layer's article, where the article itself does not keep it. */
  articleReview: ArticleReview | null;
  sourceId: (source: SourceRef) => Promise<string>;
  identityId: (name: string) => Promise<string>;
};

/** A reuse link whose passage waits until every text of the file is in: its row but for the passage. */
export type WaitingLink = { id: string; layerId: string; annotationId: string; link: ExportedReuseLink };

/**
 * Stores a layer of a file as one of kind `imported`, closed, under new ids that keep the file's order, and says in
 * `importedFrom` what it was where it comes from. Nobody of ours becomes its owner. Reuse links are returned, not stored.
 */
export async function importLayer(
  tx: Tx,
  target: LayerTarget,
  layer: ExportedLayer,
  record: ExportRecord,
): Promise<{ id: string; waiting: WaitingLink[] }> {
  const layerId = randomUUID();
  const ids = newIds(layer.annotations);
  const at = (id: string) => ids.get(id) ?? id;
  const place = { layerId, projectId: target.projectId };
  const claimLinkIds = newIds(layer.claimLinks);
  const sourceIds = newIds(layer.attributionSources);
  const restIds = newIds(layer.restsOn);
  const reuseIds = newIds(layer.reuseLinks);

  const attributionSources = await inOrder(layer.attributionSources, async (link) => ({
    id: sourceIds.get(link.id),
    attributionId: at(link.attribution),
    sourceId: await target.sourceId(link.source),
    ...stateOf(link),
  }));
  const restsOn = await inOrder(layer.restsOn, async (link) => ({
    id: restIds.get(link.id),
    attributionId: at(link.attribution),
    targetId: link.target && at(link.target),
    sourceId: link.source && (await target.sourceId(link.source)),
    description: link.description,
    claimIds: link.claims.map(at),
    type: link.kind,
    ...stateOf(link),
  }));
  const rows = {
    annotations: layer.annotations.map((annotation) => ({
      id: at(annotation.id),
      kind: annotation.kind,
      attributes: annotation.attributes,
      nestedInId: annotation.nestedIn && at(annotation.nestedIn),
      updatedAt: annotation.updatedAt,
      ...stateOf(annotation),
    })),
    spans: layer.annotations.flatMap((annotation) =>
      annotation.spans.map(({ role, start, end, quote }) => ({
        annotationId: at(annotation.id),
        role,
        start,
        end,
        quote,
      })),
    ),
    claimLinks: layer.claimLinks.map((link) => ({
      id: claimLinkIds.get(link.id),
      attributionId: at(link.attribution),
      claimId: at(link.claim),
      role: link.role,
      stance: link.stance,
      ...stateOf(link),
    })),
    // Two sources of the file may be one here: an attribution names it once.
    attributionSources: distinct(attributionSources, (link) => `${link.attributionId} ${link.sourceId}`),
    restsOn,
  };
  const links = [...claimLinkIds, ...sourceIds, ...restIds, ...reuseIds];
  const origin = originOf(layer, record, target.articleReview, ids, links);
  const name = origin.annotator;
  const identityId = name === null ? null : await target.identityId(name);
  await tx.layer.create({
    data: {
      id: layerId,
      projectId: target.projectId,
      articleId: target.articleId,
      versionId: target.versionId,
      kind: "imported",
      round: layer.round,
      state: "closed",
      identityId,
      batchId: target.batchId,
      isNothingToMark: layer.nothingToMark,
      submittedAt: layer.submittedAt,
      createdAt: layer.createdAt,
      importedFrom: origin,
    },
  });
  await insertObjects(tx, { ...place, versionId: target.versionId }, rows);
  await recordEvents(tx, [
    {
      type: "layer.imported",
      actorId: target.actorId,
      projectId: target.projectId,
      articleId: target.articleId,
      layerId,
      subjectId: layerId,
      payload: {
        batchId: target.batchId,
        originId: origin.id,
        annotations: layer.annotations.length,
        sha256: createHash("sha256").update(canonicalJson(layer), "utf8").digest("hex"),
      },
    },
  ]);
  const waiting = layer.reuseLinks.map((link) => ({
    id: reuseIds.get(link.id) ?? randomUUID(),
    layerId,
    annotationId: at(link.annotation),
    link,
  }));
  return { id: layerId, waiting };
}

/** What the layer was in the first place it was made: an import of an import keeps it. */
function originOf(
  layer: ExportedLayer,
  record: ExportRecord,
  articleReview: ArticleReview | null,
  ids: ReadonlyMap<string, string>,
  links: [string, string][],
): StoredLayerOrigin {
  const firstIds = new Map(
    [...layer.claimLinks, ...layer.attributionSources, ...layer.restsOn, ...layer.reuseLinks].map((link) => [
      link.id,
      link.origin ?? link.id,
    ]),
  );
  const { id, kind, state, annotator, guideline, attributeVersion } = layer;
  const defined = attributeVersion === undefined ? {} : { attributeVersion };
  const here = { id, kind, state, annotator, guideline, ...defined, articleReview };
  const suggestions = layer.annotations.flatMap(({ id: old, suggestion }) =>
    suggestion ? [[ids.get(old) ?? old, suggestion] as const] : [],
  );
  return {
    format: formatName,
    ...(suggestions.length > 0 && { suggestions: Object.fromEntries(suggestions) }),
    ...(layer.origin ?? {
      ...here,
      pseudonymKey: record.pseudonymKey,
      article: record.article.id,
      version: record.articleVersion.id,
    }),
    annotations: Object.fromEntries(
      layer.annotations.map(({ id, createdBy, review, decidedBy, origin }) => [
        ids.get(id) ?? id,
        origin ?? { id, createdBy, review, decidedBy },
      ]),
    ),
    links: Object.fromEntries(links.map(([old, made]) => [made, firstIds.get(old) ?? old])),
  };
}

/** New ids by old ones, rising in the order given, since lists of equal place are ordered by id. */
function newIds(objects: readonly { id: string }[]): Map<string, string> {
  const made = objects.map(() => randomUUID()).sort();
  return new Map(objects.map(({ id }, place) => [id, made[place] ?? randomUUID()]));
}

function stateOf({ revision, createdAt }: { revision: number; createdAt: string }) {
  return { revision, createdAt };
}

function distinct<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

type Rows = Record<
  "annotations" | "spans" | "claimLinks" | "attributionSources" | "restsOn",
  readonly unknown[]
>;

/** All of a layer's marks and links in one statement; the database checks every quote against the text. */
async function insertObjects(
  tx: Tx,
  { layerId, projectId, versionId }: { layerId: string; projectId: string; versionId: string },
  rows: Rows,
): Promise<void> {
  if (rows.annotations.length === 0) return;
  await tx.$executeRaw`
    WITH place AS (SELECT ${layerId}::uuid AS "layerId", ${projectId}::uuid AS "projectId", ${versionId}::uuid AS "versionId"),
    annotations AS (
      INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes", "nestedInId", "revision", "createdAt", "updatedAt")
      SELECT x."id", p."layerId", p."versionId", p."projectId", x."kind", x."attributes", x."nestedInId", x."revision", x."createdAt", x."updatedAt"
        FROM place p, jsonb_to_recordset(${JSON.stringify(rows.annotations)}::jsonb) AS x("id" uuid, "kind" "AnnotationKind",
             "attributes" jsonb, "nestedInId" uuid, "revision" int, "createdAt" timestamptz, "updatedAt" timestamptz)),
    spans AS (
      INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
      SELECT x."annotationId", p."layerId", p."versionId", x."role", x."start", x."end", x."quote"
        FROM place p, jsonb_to_recordset(${JSON.stringify(rows.spans)}::jsonb) AS x("annotationId" uuid, "role" text, "start" int, "end" int, "quote" text)),
    claim_links AS (
      INSERT INTO "ClaimLink" ("id", "layerId", "projectId", "attributionId", "claimId", "role", "stance", "revision", "createdAt")
      SELECT x."id", p."layerId", p."projectId", x."attributionId", x."claimId", x."role", x."stance", x."revision", x."createdAt"
        FROM place p, jsonb_to_recordset(${JSON.stringify(rows.claimLinks)}::jsonb) AS x("id" uuid, "attributionId" uuid, "claimId" uuid,
             "role" text, "stance" text, "revision" int, "createdAt" timestamptz)),
    attribution_sources AS (
      INSERT INTO "AttributionSource" ("id", "layerId", "projectId", "attributionId", "sourceId", "revision", "createdAt")
      SELECT x."id", p."layerId", p."projectId", x."attributionId", x."sourceId", x."revision", x."createdAt"
        FROM place p, jsonb_to_recordset(${JSON.stringify(rows.attributionSources)}::jsonb) AS x("id" uuid, "attributionId" uuid,
             "sourceId" uuid, "revision" int, "createdAt" timestamptz))
    INSERT INTO "RestsOn" ("id", "layerId", "projectId", "attributionId", "targetId", "sourceId", "description", "claimIds", "type", "revision", "createdAt")
    SELECT x."id", p."layerId", p."projectId", x."attributionId", x."targetId", x."sourceId", x."description", x."claimIds", x."type", x."revision", x."createdAt"
      FROM place p, jsonb_to_recordset(${JSON.stringify(rows.restsOn)}::jsonb) AS x("id" uuid, "attributionId" uuid, "targetId" uuid,
           "sourceId" uuid, "description" text, "claimIds" uuid[], "type" text, "revision" int, "createdAt" timestamptz)`;
}
