import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { type LayerObject, spanSchema } from "@/lib/layers/schema";
import { annotationKinds, reviewReasons, reviewVerdicts, spanRoles } from "@/lib/vocabulary";

const id = z.uuid();
const attributes = z.record(z.string().max(100), z.json());
const comment = z.string().trim().max(2_000).nullable().default(null);
const range = z.strictObject({
  role: z.enum(spanRoles),
  start: z.int().min(0),
  end: z.int().min(1),
});

/**
 * A mark as a reviewer wants it: `readsId` names the annotator's mark whose links it takes over, if any, `alsoReadsIds`
 * further ones whose links it takes beside them; `leavesIds` are links of all these that it does not take (a mark's own
 * id: its nesting).
 */
const wantedMark = z.strictObject({
  attributes,
  spans: z.array(range).min(1).max(100),
  readsId: id.nullable().default(null),
  alsoReadsIds: z.array(id).max(20).optional(),
  leavesIds: z.array(id).max(500).optional(),
});
export type WantedMark = z.infer<typeof wantedMark>;

const base = { commandId: id };

/**
 * One step of a review, named by its client so that a repeat changes nothing: a decision about a place (`accept` takes
 * the marks of `layerIds`), all agreed places at once, all open places where at least `votes` people made the very same
 * mark and no other reaches that number, a mark that everybody missed, or the undoing of an earlier step.
 */
export const reviewCommandInput = z.union([
  z.strictObject({
    ...base,
    action: z.literal("accept"),
    unitId: id,
    layerIds: z.array(id).min(1).max(20),
    comment,
  }),
  z.strictObject({
    ...base,
    action: z.literal("amend"),
    unitId: id,
    marks: z.array(wantedMark).min(1).max(20),
    reason: z.enum(reviewReasons).nullable().default(null),
    comment,
  }),
  z.strictObject({
    ...base,
    action: z.literal("reject"),
    unitId: id,
    reason: z.enum(reviewReasons),
    comment,
  }),
  z.strictObject({ ...base, action: z.literal("reopen"), unitId: id, comment }),
  z.strictObject({ ...base, action: z.literal("accept-agreed") }),
  z.strictObject({ ...base, action: z.literal("accept-voted"), votes: z.int().min(1).max(100) }),
  z.strictObject({
    ...base,
    action: z.literal("add"),
    kind: z.enum(annotationKinds),
    mark: wantedMark,
    comment,
  }),
  z.strictObject({ ...base, action: z.literal("undo"), undoes: id }),
]);
export type ReviewCommandInput = z.infer<typeof reviewCommandInput>;

/** A mark of the final layer as a decision fixed it. */
export const finalMark = z.object({
  id,
  kind: z.enum(annotationKinds),
  attributes,
  spans: z.array(spanSchema),
  readsId: id.nullable(),
  alsoReadsIds: z.array(id).optional(),
  /** Who of the register its source is, where that was decided itself; else as in the marks it reads. */
  sourceIds: z.array(id).optional(),
  leavesIds: z.array(id).optional(),
});
export type FinalMark = z.infer<typeof finalMark>;

export const decisionResult = z.object({ marks: z.array(finalMark) });

/** Where a unit's marks are: which annotation of which layer, at which revision. */
export const unitMembers = z.array(
  z.object({ layerId: z.string(), annotationId: z.string(), revision: z.number() }),
);
export type UnitMember = z.infer<typeof unitMembers>[number];

export const decisionSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  verdict: z.enum(reviewVerdicts),
  reason: z.enum(reviewReasons).nullable(),
  comment: z.string().nullable(),
  marks: z.array(finalMark),
});

/** What was decided about a place; a place whose latest decision was taken back has none. */
export type DecisionDto = z.infer<typeof decisionSchema>;

const memberSchema = z.object({ layerId: z.string(), annotationId: z.string() });
const spanOrNull = z.object({ start: z.number(), end: z.number() }).nullable();

export const unitSchema = z.object({
  id: z.string(),
  ordinal: z.number(),
  kind: z.enum(annotationKinds),
  /** `adjudicated` is a place that the reviewer added. */
  state: z.enum(["agreed", "disagreed", "incomplete", "split", "adjudicated"]),
  members: z.array(memberSchema),
  span: spanOrNull,
  differences: z.array(z.string()),
  /** The annotations grouped by sameness in every field, the largest group first; none in a split place. */
  alike: z.array(z.array(z.string())),
  decision: decisionSchema.nullable(),
});

/** A place to settle: who marked what there, where they differ (field names), and the decision in force. */
export type UnitDto = z.infer<typeof unitSchema>;

export const reviewChangeSchema = z.object({
  commandId: z.string(),
  undoes: z.string().nullable(),
  decisions: z.array(z.object({ unitId: z.string(), decision: decisionSchema.nullable() })),
  added: z.array(unitSchema),
});

/** What a step of a review changed. */
export type ReviewChange = z.infer<typeof reviewChangeSchema>;

/** Somebody's layer under review, under the name that this reviewer may see. */
export type ReviewLayer = {
  id: string;
  letter: string;
  name: string;
  marks: number;
  isNothingToMark: boolean;
};

/**
 * A link that a mark makes, or its nesting (then `id` is the mark's own): `key` is the same for two people who mean the
 * same, `text` says it.
 */
export type OwnLink = { id: string; key: string; text: string };

/** Somebody's mark: `links` says every link that touches it, `ownLinks` are those that it makes. */
export type ReviewMark = Extract<LayerObject, { type: "annotation" }> & {
  layerId: string;
  links: string[];
  ownLinks: OwnLink[];
};

/** Everything the adjudication screen shows of an article under review. */
export type ReviewDto = {
  articleId: string;
  versionId: string;
  layerId: string;
  kinds: string[];
  /** The project's own attributes, as they were published last. */
  attributes: AttributeDefinition[];
  /** Whether the reviewer may correct the article's blocks, which are shared by all. */
  mayPrepare: boolean;
  round: number;
  layers: ReviewLayer[];
  marks: ReviewMark[];
  units: UnitDto[];
  steps: { id: string; undoes: string | null }[];
  signOff: {
    /** The reader is the second reviewer, who confirms or returns and decides nothing. */
    isSigning: boolean;
    settledBy: string | null;
    /** Why a second reviewer sent it back, the latest time. */
    returned: { by: string; comment: string } | null;
  };
};

/** How an article stands for somebody who would review it. */
export type ReviewStanding = {
  articleId: string;
  slug: string;
  title: string;
  state: "open" | "review" | "reviewing" | "done";
  reviewer: { name: string; isSelf: boolean } | null;
  mayTakeOver: boolean;
  refusal: { code: "own-work" | "unsubmitted-work" | "barred"; message: string } | null;
  annotators: number;
  /** Who settled every place, where a second reviewer is waited for. */
  settled: { by: string; isSelf: boolean; at: string } | null;
  /** Whether the project has somebody else who may review this article. */
  hasOtherReviewer: boolean;
};

export const returnInput = z.object({
  articleId: id,
  layerId: id,
  comment: z.string().trim().min(1, "Say what to look at again.").max(2_000, "At most 2,000 characters."),
});
export const articleInput = z.object({ articleId: id });
export const signOffInput = z.object({
  articleId: id,
  comment: z.string().trim().min(1, "Say what to look at again.").max(2_000, "At most 2,000 characters."),
});
export const startInput = z.object({ articleId: id, takeOver: z.literal("yes").optional() });
