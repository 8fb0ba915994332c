import "server-only";
import { buildThreads } from "@/lib/exports/build-threads";
import type { AnnotationRow, Decision, LayerRow, PageRow, UnitRow } from "@/lib/exports/page-rows";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import type { ExportFilter } from "@/lib/exports/schema";
import { type Inexact, type Original, toRawRecord } from "@/lib/formats/raw-offsets";
import {
  type ArticleReview,
  type ExportedAnnotation,
  type ExportedLayer,
  type ExportedReview,
  type ExportRecord,
  formatName,
  formatVersion,
  type LayerOrigin,
  type StoredLayerOrigin,
  storedArticleOrigin,
  storedLayerOrigin,
} from "@/lib/formats/sourcebench-jsonl-schema";
import { type CodePointIndex, codePointToUtf16, indexCodePoints } from "@/lib/text/code-points";

const unread: ExportedReview = { status: "not-reviewed", reason: null, at: null, by: null, decision: null };
const statuses = {
  accept: "accepted",
  amend: "amended",
  reject: "rejected",
  reopen: "not-reviewed",
} as const;

type Context = {
  index: CodePointIndex;
  people: Pseudonyms;
  latest: ReadonlyMap<string, Decision>;
  byId: ReadonlyMap<string, Decision>;
};

/** The line of a row: people become pseudonyms, spans get their UTF-16 borders, decisions are told of the marks they read. */
export function buildRecord(
  row: PageRow,
  key: { id: string; people: Pseudonyms },
  filter: Pick<ExportFilter, "offsets" | "threads">,
  report: (inexact: Inexact) => void,
): ExportRecord {
  const review = buildReview(row, key.people);
  const decisions = review.units.flatMap((unit) => unit.decisions);
  const context: Context = {
    index: indexCodePoints(row.version.text),
    people: key.people,
    latest: latestByAnnotation(review),
    byId: new Map(decisions.map((decision) => [decision.id, decision])),
  };
  const origin = storedArticleOrigin.safeParse(row.origin);
  const { id, number, change, changedAt, ...version } = row.version;
  const { rawLength, storedLength, segments } = version.offsetMap;
  const { licence, ...article } = row.article;
  const record: ExportRecord = {
    format: formatName,
    version: formatVersion,
    pseudonymKey: key.id,
    offsets: { unit: "code-point", text: "stored" },
    article: {
      ...article,
      ...(licence === null ? {} : { licence }),
      origin: origin.success ? withoutFormat(origin.data) : null,
    },
    articleVersion: {
      id,
      number,
      ...(change ? { change } : {}),
      ...(changedAt === null ? {} : { changedAt }),
      ...version,
      offsetMap: { rawLength, storedLength, segments },
    },
    blocks: row.blocks,
    layers: row.layers.map((layer) => buildLayer(layer, context)),
    review,
    ...(filter.threads ? { threads: buildThreads(row, key.people) } : {}),
  };
  return filter.offsets === "raw" ? toRawRecord(record, originalsOf(row), report) : record;
}

function buildReview(row: PageRow, people: Pseudonyms): ArticleReview {
  const { state, agreement, conflicts, finishedAt } = row.review;
  // Whoever still annotates this article learns nothing of how the others did.
  if (row.isBlind) return { state, agreement: null, conflicts: null, finishedAt, units: [] };
  return { state, agreement, conflicts, finishedAt, units: row.units.map((unit) => buildUnit(unit, people)) };
}

function buildUnit(unit: UnitRow, people: Pseudonyms): ArticleReview["units"][number] {
  return {
    id: unit.id,
    round: unit.round,
    ordinal: unit.ordinal,
    kind: unit.kind,
    state: unit.state,
    members: unit.members.map(({ layerId, annotationId, revision }) => ({
      layer: layerId,
      annotation: annotationId,
      revision,
    })),
    decisions: unit.decisions.map(({ id, verdict, reason, comment, result, byId, at, inputs }) => ({
      id,
      verdict,
      reason,
      comment,
      result,
      by: people.person(byId) ?? "",
      at,
      inputs,
    })),
  };
}

/** The newest decision of each unit, by the annotations that it read. */
function latestByAnnotation(review: ArticleReview): Map<string, Decision> {
  const latest = new Map<string, Decision>();
  for (const unit of review.units) {
    const decision = unit.decisions.at(-1);
    for (const input of decision?.inputs ?? []) if (decision) latest.set(input.annotation, decision);
  }
  return latest;
}

function buildLayer(row: LayerRow, context: Context): ExportedLayer {
  const { people } = context;
  const parsed = row.importedFrom ? storedLayerOrigin.safeParse(row.importedFrom) : null;
  const stored = parsed?.success ? parsed.data : null;
  const origin = (id: string) => stored?.links[id] ?? null;
  return {
    id: row.id,
    kind: row.kind,
    round: row.round,
    state: row.state,
    annotator: row.identity
      ? people.identity(row.identity.id, row.identity.name)
      : people.person(row.ownerId),
    guideline: row.guideline,
    ...(row.attributeVersion ? { attributeVersion: row.attributeVersion } : {}),
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    nothingToMark: row.nothingToMark,
    annotations: row.annotations.toSorted(byPlace).map((annotation) => ({
      ...buildAnnotation(annotation, stored, context),
      ...suggestionOf(annotation[0], row, stored),
    })),
    claimLinks: row.claimLinks.map((link) => ({ ...link, origin: origin(link.id) })),
    attributionSources: row.attributionSources.map((link) => ({ ...link, origin: origin(link.id) })),
    restsOn: row.restsOn.map((link) => ({ ...link, origin: origin(link.id) })),
    reuseLinks: row.reuseLinks.map(({ original: _original, ...link }) => ({
      ...link,
      origin: origin(link.id),
    })),
    origin: stored ? layerOriginOf(stored) : null,
  };
}

/** Marks in reading order; those that begin and end together by id, which an import keeps in the file's order. */
function byPlace(a: AnnotationRow, b: AnnotationRow): number {
  const [one, other] = [a[3][0], b[3][0]];
  return (one?.[1] ?? 0) - (other?.[1] ?? 0) || (one?.[2] ?? 0) - (other?.[2] ?? 0) || (a[0] < b[0] ? -1 : 1);
}

function buildAnnotation(
  row: AnnotationRow,
  stored: StoredLayerOrigin | null,
  context: Context,
): ExportedAnnotation {
  const [id, kind, attributes, spans, nestedIn, revision, createdAt, updatedAt, createdById, decidedBy] = row;
  const { index, people, latest, byId } = context;
  const decision = latest.get(id) ?? (decidedBy ? byId.get(decidedBy) : undefined);
  return {
    id,
    kind,
    attributes,
    spans: spans.map(([role, start, end, quote]) => ({
      role,
      start,
      end,
      quote,
      utf16Start: codePointToUtf16(index, start),
      utf16End: codePointToUtf16(index, end),
    })),
    nestedIn,
    revision,
    createdAt,
    updatedAt,
    createdBy: people.person(createdById),
    review: decision ? reviewOf(decision) : unread,
    decidedBy,
    origin: stored?.annotations[id] ?? null,
  };
}

/** The key of a mark that a program suggested, here or where it was imported from; none for any other. */
function suggestionOf(id: string, row: LayerRow, stored: StoredLayerOrigin | null) {
  const suggestion = row.suggested?.[id] ?? stored?.suggestions?.[id];
  return suggestion ? { suggestion } : {};
}

function reviewOf({ id, verdict, reason, at, by }: Decision): ExportedReview {
  if (verdict === "reopen") return unread;
  return { status: statuses[verdict], reason, at, by, decision: id };
}

function layerOriginOf(stored: StoredLayerOrigin): LayerOrigin {
  const { id, pseudonymKey, article, version, kind, state, annotator, guideline, articleReview } = stored;
  const { foreign, attributeVersion } = stored;
  const defined = attributeVersion === undefined ? {} : { attributeVersion };
  const kept = foreign === undefined ? {} : { foreign };
  return {
    ...{ id, pseudonymKey, article, version, kind, state, annotator, guideline },
    ...defined,
    articleReview,
    ...kept,
  };
}

/** Threads that came with an article leave beside ours, and only where they are asked for. */
function withoutFormat<T extends { format: unknown; threads?: unknown }>({
  format: _format,
  threads: _threads,
  ...rest
}: T): Omit<T, "format" | "threads"> {
  return rest;
}

function originalsOf(row: PageRow): Map<string, Original> {
  return new Map(
    row.layers
      .flatMap((layer) => layer.reuseLinks)
      .flatMap(({ passage, original }) =>
        passage.version && original ? [[passage.version, original] as const] : [],
      ),
  );
}
