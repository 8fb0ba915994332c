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
});
export type CreateSourceInput = z.infer<typeof createSourceInput>;

export const editSourceInput = createSourceInput.extend({
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

/** The filters of the register's list, as they stand in its address; an unknown value counts as none. */
export const sourceFilter = z.object({
  q: z.string().trim().max(200).catch("").default(""),
  kind: z.enum(sourceKinds).optional().catch(undefined),
  show: z.enum(["proposals", "merged"]).optional().catch(undefined),
  cursor: z.string().max(2_000).optional().catch(undefined),
});
export type SourceFilter = z.infer<typeof sourceFilter>;

/** The query of a search while resolving a mention; the project's own publishers and credits come first. */
export const sourceSearch = z.object({
  q: z.string().trim().max(200).default(""),
  projectId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

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
export type SourceEventDto = { id: string; type: string; at: string; actorName: string; detail: string };

export type SourceDto = {
  id: string;
  name: string;
  kind: string;
  note: string;
  isProposal: boolean;
  isMine: boolean;
  revision: number;
  createdAt: string;
  mergedInto: SourceRef | null;
  merged: SourceRef[];
  aliases: AliasDto[];
  domains: string[];
  parents: AffiliationDto[];
  children: AffiliationDto[];
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
