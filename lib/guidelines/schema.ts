import { z } from "zod";
import { annotationKinds } from "@/lib/vocabulary";

/** What a heading of a guideline can be the rule for: the kinds of mark, then their fields, then blocks. */
export const guidelineAnchors = [
  "claim",
  "attribution",
  "duplicate",
  "source",
  "cue",
  "content",
  "kind",
  "origin",
  "quoteType",
  "attributionType",
  "sourceKind",
  "role",
  "stance",
  "degree",
  "direction",
  "block",
] as const;

/** An attribute of a project's own as an anchor: its kind and key, as `nameOf` of lib/attributes writes them. */
const ownAnchor = z.templateLiteral([
  z.enum(annotationKinds),
  ".",
  z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
]);
/** What a heading is the rule for: a kind or field of the vocabulary, or an attribute of the project's own. */
export const guidelineAnchor = z.union([z.enum(guidelineAnchors), ownAnchor]);
export type GuidelineAnchor = z.infer<typeof guidelineAnchor>;

/** How the editor names each anchor of the vocabulary. */
export const anchorLabels: Record<(typeof guidelineAnchors)[number], string> = {
  claim: "Claim",
  attribution: "Attribution",
  duplicate: "Duplicate",
  source: "Source span",
  cue: "Cue span",
  content: "Content span",
  kind: "Kind of claim",
  origin: "Origin of a claim",
  quoteType: "Kind of quotation",
  attributionType: "Kind of attribution",
  sourceKind: "Kind of source",
  role: "Role of a link",
  stance: "Stance of a link",
  degree: "Degree of reuse",
  direction: "Direction of reuse",
  block: "Blocks",
};

/** Those of the vocabulary and of as many attributes as a project can have. */
const mostAnchors = 100;
const maxDepth = 12;
const maxLength = 200_000;

const mark = z.object({ type: z.enum(["bold", "italic", "code"]) });
const text = z.object({
  type: z.literal("text"),
  text: z.string().min(1).max(20_000),
  marks: z.array(mark).max(3).optional(),
});
const hardBreak = z.object({ type: z.literal("hardBreak") });
const inline = z.discriminatedUnion("type", [text, hardBreak]);
const inlines = z.array(inline).max(2_000).optional();
const paragraph = z.object({ type: z.literal("paragraph"), content: inlines });
const heading = z.object({
  type: z.literal("heading"),
  attrs: z.object({
    level: z.int().min(1).max(3),
    anchor: guidelineAnchor.nullable().default(null),
  }),
  content: inlines,
});
const listItem = z.object({
  type: z.literal("listItem"),
  get content() {
    return z
      .array(z.discriminatedUnion("type", [paragraph, bulletList, orderedList]))
      .min(1)
      .max(200);
  },
});
const bulletList = z.object({ type: z.literal("bulletList"), content: z.array(listItem).min(1).max(500) });
const orderedList = z.object({
  type: z.literal("orderedList"),
  attrs: z.object({ start: z.int().min(0).max(10_000).default(1) }).optional(),
  content: z.array(listItem).min(1).max(500),
});
const blockquote = z.object({
  type: z.literal("blockquote"),
  content: z
    .array(z.discriminatedUnion("type", [paragraph, bulletList, orderedList]))
    .min(1)
    .max(200),
});
const block = z.discriminatedUnion("type", [heading, paragraph, bulletList, orderedList, blockquote]);
const tree = z.object({ type: z.literal("doc"), content: z.array(block).min(1).max(2_000) });

/**
 * A guideline as Tiptap JSON, of the allowed nodes and marks alone; attributes that are not ours are dropped. At
 * most 200,000 characters of JSON and 12 levels deep, which is looked at before anything recurses.
 */
export const guidelineDocument = z
  .unknown()
  .refine((value) => depthOf(value, maxDepth * 2) <= maxDepth * 2, {
    error: "The guideline is nested too deeply. Take some lists apart.",
    abort: true,
  })
  .refine((value) => JSON.stringify(value ?? null).length <= maxLength, {
    error: "The guideline is too long: at most 200,000 characters.",
    abort: true,
  })
  .pipe(tree);

export type GuidelineDocument = z.infer<typeof tree>;
export type GuidelineBlock = z.infer<typeof block>;
export type GuidelineInline = z.infer<typeof inline>;
export type GuidelineListItem = z.infer<typeof listItem>;

/** A guideline in which nothing is written yet. */
export const emptyGuideline: GuidelineDocument = { type: "doc", content: [{ type: "paragraph" }] };

/** Whether a guideline says anything at all. */
export function isGuidelineEmpty(document: GuidelineDocument): boolean {
  return !JSON.stringify(document).includes('"type":"text"');
}

/** The rule for a kind or field: its heading and what follows up to the next heading of the same or a higher level. */
export function sectionOf(document: GuidelineDocument, anchor: GuidelineAnchor): GuidelineBlock[] {
  const from = document.content.findIndex((node) => node.type === "heading" && node.attrs.anchor === anchor);
  const head = document.content[from];
  if (head?.type !== "heading") return [];
  const rest = document.content.slice(from + 1);
  const end = rest.findIndex((node) => node.type === "heading" && node.attrs.level <= head.attrs.level);
  return [head, ...(end < 0 ? rest : rest.slice(0, end))];
}

function depthOf(value: unknown, limit: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (limit === 0) return 1;
  return 1 + Math.max(0, ...Object.values(value).map((child: unknown) => depthOf(child, limit - 1)));
}

export const saveDraftInput = z.object({ content: guidelineDocument, revision: z.coerce.number().int() });
export const publishInput = z.object({
  revision: z.coerce.number().int(),
  note: z.string().trim().max(500, "At most 500 characters.").default(""),
  /** The rules that have changed; without it those whose words differ from the version before. */
  changed: z.array(guidelineAnchor).max(mostAnchors).nullish(),
});

/** The draft of a project's guideline; `revision` is the project's, which a save must name. */
export type GuidelineDraft = {
  content: GuidelineDocument;
  revision: number;
  isPublished: boolean;
  /** The rules whose words differ from the newest version's. */
  changed: GuidelineAnchor[];
};

/** A published version, without its text. */
export type GuidelineVersionSummary = {
  id: string;
  number: number;
  note: string;
  publishedBy: string;
  publishedAt: string;
};

/** A published version with its text. */
export type GuidelineVersionDto = GuidelineVersionSummary & {
  content: GuidelineDocument;
  /** The rules that it changed, and the version before it, under which marks may have been made. */
  changed: GuidelineAnchor[];
  previousId: string | null;
};
