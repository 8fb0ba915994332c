import "server-only";
import { z } from "zod";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { versionChanges } from "@/lib/vocabulary";

const shape = recordSchema.shape;
const layer = shape.layers.element.shape;
const review = shape.review.shape;
const unit = review.units.element.shape;
const decision = unit.decisions.element;

/** What a link has in the export but not in its own row. */
const withoutOrigin = { origin: true } as const;

const suggestedShape = layer.annotations.element.shape.suggestion.unwrap();

const layerRow = z.object({
  id: layer.id,
  kind: layer.kind,
  round: layer.round,
  state: layer.state,
  ownerId: z.string().nullable(),
  identity: z.object({ id: z.string(), name: z.string() }).nullable(),
  guideline: layer.guideline,
  attributeVersion: layer.attributeVersion.unwrap().nullable(),
  createdAt: layer.createdAt,
  submittedAt: layer.submittedAt,
  nothingToMark: layer.nothingToMark,
  /** id, kind, attributes, spans as [role, start, end, quote], nestedIn, revision, createdAt, updatedAt, createdById, decidedById */
  annotations: z.array(
    z.tuple([
      z.string(),
      layer.annotations.element.shape.kind,
      z.record(z.string(), z.json()),
      z.array(
        z.tuple([
          layer.annotations.element.shape.spans.element.shape.role,
          z.number(),
          z.number(),
          z.string(),
        ]),
      ),
      z.string().nullable(),
      z.number(),
      z.string(),
      z.string(),
      z.string().nullable(),
      z.string().nullable(),
    ]),
  ),
  /** What began as a program's suggestion, by the mark's id; null where nothing did. */
  suggested: z.record(z.string(), suggestedShape).nullable(),
  claimLinks: z.array(layer.claimLinks.element.omit(withoutOrigin)),
  attributionSources: z.array(layer.attributionSources.element.omit(withoutOrigin)),
  restsOn: z.array(layer.restsOn.element.omit(withoutOrigin)),
  reuseLinks: z.array(
    layer.reuseLinks.element.omit(withoutOrigin).extend({
      original: z.object({ rawText: z.string(), offsetMap: shape.articleVersion.shape.offsetMap }).nullable(),
    }),
  ),
  importedFrom: z.unknown(),
});
export type LayerRow = z.infer<typeof layerRow>;
export type AnnotationRow = LayerRow["annotations"][number];

const unitRow = z.object({
  ...unit,
  members: z.array(z.object({ layerId: z.string(), annotationId: z.string(), revision: z.number() })),
  decisions: z.array(decision.omit({ by: true }).extend({ byId: z.string() })),
});
export type UnitRow = z.infer<typeof unitRow>;

const thread = shape.threads.unwrap().element;
const threadRow = thread.omit({ origin: true }).extend({
  comments: z.array(thread.shape.comments.element.omit({ by: true }).extend({ byId: z.string() })),
});
export type ThreadRow = z.infer<typeof threadRow>;

/** A row of `pageSql`: one version of an article with all that its line holds. */
export const pageRows = z.array(
  z.object({
    number: z.string(),
    article: shape.article.omit({ origin: true }).extend({ licence: z.string().nullable() }),
    origin: z.unknown(),
    version: shape.articleVersion.extend({
      change: z.enum(versionChanges).nullable(),
      changedAt: z.string().nullable(),
    }),
    blocks: shape.blocks,
    // Made by our own query, and by far the most of a row: a check of every mark would double an export's time and memory.
    layers: z.custom<LayerRow[]>(Array.isArray),
    units: z.array(unitRow),
    threads: z.array(threadRow),
    review: shape.review.omit({ units: true }),
    isBlind: z.boolean(),
    showsOthers: z.boolean(),
  }),
);
export type PageRow = z.infer<typeof pageRows>[number];
export type Decision = ExportRecord["review"]["units"][number]["decisions"][number];
