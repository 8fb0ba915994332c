import { z } from "zod";
import { aliasKinds, sourceKinds } from "@/lib/vocabulary";

const name = z.string().trim().min(1, "Write a name.").max(300);
const day = z
  .union([z.literal("").transform(() => null), z.iso.date()])
  .nullable()
  .default(null);
const text = z.string().trim().max(2_000).default("");

/** A new source of the register; `isProposal` is decided by the maker's role, not by the maker. */
export const createSourceInput = z.object({
  name,
  kind: z.enum(sourceKinds, "Choose a kind."),
  note: text,
  /** Said by somebody who has seen whose name sounds alike: this is somebody else. */
  isDistinct: z
    .union([z.boolean(), z.literal("on").transform(() => true)])
    .nullish()
    .transform((value) => value ?? undefined),
});
type ParsedSource = z.infer<typeof createSourceInput>;
export type CreateSourceInput = Omit<ParsedSource, "isDistinct"> & { isDistinct?: boolean };

export const editSourceInput = createSourceInput.omit({ isDistinct: true }).extend({
  sourceId: z.uuid(),
  revision: z.coerce.number().int().min(1),
});
export type EditSourceInput = z.infer<typeof editSourceInput>;

export const sourceIdInput = z.object({ sourceId: z.uuid() });

export const addAliasInput = z.object({ sourceId: z.uuid(), name, kind: z.enum(aliasKinds).default("name") });
export const removeAliasInput = z.object({ sourceId: z.uuid(), aliasId: z.uuid() });
export const addDomainInput = z.object({ sourceId: z.uuid(), domain: z.string().trim().min(1).max(500) });
export const removeDomainInput = z.object({ sourceId: z.uuid(), domain: z.string().min(1).max(300) });
export const addAffiliationInput = z
  .object({ sourceId: z.uuid(), parentId: z.uuid("Choose what it belongs to."), fromDate: day, toDate: day })
  .refine((input) => !input.fromDate || !input.toDate || input.fromDate <= input.toDate, {
    path: ["toDate"],
    message: "The end is before the beginning.",
  });
export const editAffiliationInput = z
  .object({ sourceId: z.uuid(), affiliationId: z.uuid(), fromDate: day, toDate: day })
  .refine((input) => !input.fromDate || !input.toDate || input.fromDate <= input.toDate, {
    path: ["toDate"],
    message: "The end is before the beginning.",
  });
export const removeAffiliationInput = z.object({ sourceId: z.uuid(), affiliationId: z.uuid() });
export const mergeInput = z.object({
  sourceId: z.uuid(),
  intoId: z.uuid("Choose the source that stays."),
  reason: z.string().trim().min(1, "Say why they are one.").max(1_000),
});
export const unmergeInput = z.object({
  sourceId: z.uuid(),
  reason: z.string().trim().min(1, "Say why they are two.").max(1_000),
});

export const refuseInput = z.object({
  sourceId: z.uuid(),
  reason: z.string().trim().min(1, "Say why it is not taken.").max(1_000),
});

/** The filters of the register's list, as they stand in its address; an unknown value counts as none. */
export const sourceFilter = z.object({
  q: z.string().trim().max(200).catch("").default(""),
  kind: z.enum(sourceKinds).optional().catch(undefined),
  show: z.enum(["rated", "due", "contested", "proposals", "merged"]).optional().catch(undefined),
  project: z.string().max(200).optional().catch(undefined),
  cursor: z.string().max(2_000).optional().catch(undefined),
});
export type SourceFilter = z.infer<typeof sourceFilter>;

/** The query of a search while resolving a mention; the project's own publishers and credits come first. */
export const sourceSearch = z.object({
  q: z.string().trim().max(200).default(""),
  projectId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

const ids = z
  .string()
  .max(2_000)
  .default("")
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(z.uuid()).max(40));

/** A mention's words, and whom this article's attributions mean already: the same words first, each nearest first. */
export const suggestQuery = z.object({
  q: z.string().trim().max(200).default(""),
  projectId: z.uuid().optional(),
  same: ids,
  here: ids,
});

const matchFields = { id: z.string(), name: z.string(), kind: z.string(), matched: z.string() };
export const soundingAlike = z.object(matchFields);
/** A source that a name may be another spelling of, with the name of it that sounds alike. */
export type SoundingAlike = z.infer<typeof soundingAlike>;

/**
 * Whom a mention may mean, and why it is offered: it "is" the name, is an alias (of its kind), the same words meant it
 * in this article ("same-words"), it is in this article ("here"), or its name is "like" it.
 */
export const sourceSuggestions = z.object({
  items: z.array(z.object({ ...matchFields, isProposal: z.boolean(), why: z.string() })),
  sounds: z.array(soundingAlike),
  /** Whether the asker may add a spelling to the register. */
  mayAddAlias: z.boolean(),
});
export type SourceSuggestions = z.infer<typeof sourceSuggestions>;

export type SourceSummary = {
  id: string;
  name: string;
  kind: string;
  isProposal: boolean;
  isMerged: boolean;
  aliases: string[];
};

/** One answer of a search: the source that stands for what matched, and the name that matched where it is another. */
export type SourceMatch = {
  id: string;
  name: string;
  kind: string;
  isProposal: boolean;
  matched: string;
  similarity: number;
};

export type SourceRef = { id: string; name: string; kind: string };
export type AliasDto = { id: string; name: string; kind: string };
export type AffiliationDto = { id: string; other: SourceRef; fromDate: string | null; toDate: string | null };
export type SourceEventDto = {
  id: string;
  type: string;
  at: string;
  actorName: string;
  /** The other source of a merge or an affiliation, where the reader may see it. */
  other: { id: string; name: string } | null;
  detail: string;
};

export type SourceDto = {
  id: string;
  name: string;
  kind: string;
  note: string;
  /** Under which terms its texts may be passed on; empty where nobody has said. */
  licence: string;
  isProposal: boolean;
  isRefused: boolean;
  isMine: boolean;
  revision: number;
  createdAt: string;
  mergedInto: SourceRef | null;
  merged: SourceRef[];
  /** Names of the sources merged into it, directly or not. */
  mergedNames: { id: string; name: string; of: string }[];
  aliases: AliasDto[];
  domains: string[];
  parents: AffiliationDto[];
  children: AffiliationDto[];
};

export const sourceViews = ["reliability", "said", "articles", "claims", "observations", "history"] as const;

/** Which part of a source's record its page shows, as it stands in its address. */
export const sourcePageQuery = z.object({
  view: z.enum(sourceViews).catch("reliability").default("reliability"),
  cursor: z.string().max(2_000).optional().catch(undefined),
});
export type SourcePageQuery = z.infer<typeof sourcePageQuery>;

/** A card on which a source is an origin, with how far its claim is borne out, as far as the reader may see. */
export type FaredCardDto = {
  cardId: string;
  projectSlug: string;
  projectName: string;
  statement: string;
  type: string;
  low: number | null;
  high: number | null;
  credibilities: string[];
  verdicts: string[];
  hasGraded: boolean;
};

/** A proposal in the reviewers' queue. */
export type ProposalDto = {
  id: string;
  name: string;
  kind: string;
  note: string;
  createdAt: string;
  uses: { annotationId: string; layerId: string; projectSlug: string; articleTitle: string; words: string }[];
  alike: SourceRef[];
};

export type SourceArticleDto = {
  id: string;
  projectSlug: string;
  projectName: string;
  title: string;
  publishedAt: string | null;
  relation: "publisher" | "credit";
};

/** An attribution that the reader may see, in one line: who, the word that attributes, and what. */
export type SourceAttributionDto = {
  annotationId: string;
  articleId: string;
  layerId: string;
  projectSlug: string;
  articleTitle: string;
  source: string;
  cue: string;
  content: string;
  isFinal: boolean;
};

/** What the reader may do on a source's page. */
export type SourcePermissions = {
  canEdit: boolean;
  canRate: boolean;
  canDecideHouseGrade: boolean;
  canPropose: boolean;
};
