import { z } from "zod";
import type { ContradictionKind } from "@/lib/reuse/contradictions";
import type { Ground } from "@/lib/reuse/family-tree";
import type { DiffPart } from "@/lib/text/word-diff";

/** What a list of clusters can be narrowed to, and by what it is sorted, the greatest first. */
export const clusterShows = ["contradicted", "undirected", "translated", "lossy"] as const;
export type ClusterShow = (typeof clusterShows)[number];
export const clusterSorts = ["newest", "passages", "articles", "contradictions"] as const;
export type ClusterSort = (typeof clusterSorts)[number];

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
function choice<S extends z.ZodType>(schema: S) {
  return z.preprocess(blankIsNone, schema.optional()).catch(undefined);
}

/** The list's search, filter and order as they stand in its address; what is malformed there narrows nothing. */
export const clusterFilter = z.object({
  q: choice(z.string().trim().max(200)),
  show: choice(z.enum(clusterShows)),
  sort: choice(z.enum(clusterSorts)),
  cursor: choice(z.string().max(300)),
});
export type ClusterFilter = z.output<typeof clusterFilter>;

/** A cluster in the list; `first` is the passage at the top of its tree, its article null for an address outside. */
export type ClusterRow = {
  id: string;
  passages: number;
  articles: number;
  links: number;
  contradictions: number;
  newestAt: string | null;
  hasUnknownDirection: boolean;
  isTranslated: boolean;
  hasLoss: boolean;
  first: {
    quote: string;
    title: string | null;
    publisher: string | null;
    url: string | null;
    lang: string | null;
  };
};

/** Where a passage stands: an article of the project, or an address outside. */
export type PassageSite =
  | {
      type: "article";
      articleId: string;
      versionId: string;
      title: string;
      publisher: string | null;
      publishedAt: string | null;
      publishedText: string | null;
      lang: string | null;
      credits: string[];
      /** The number of the text it stands on, and of the article's newest one. */
      version: number;
      newestVersion: number;
    }
  | { type: "outside"; url: string };

/** A passage of a cluster's tree with what ties it to its parent. Spans are code points of its version's text. */
export type TreePassage = {
  place: number;
  parentPlace: number | null;
  depth: number;
  site: PassageSite;
  quote: string;
  spans: { start: number; end: number }[];
  tie: PassageTieDto | null;
};

/** How a passage comes from its parent: `diff` is null where words cannot be compared, and `whyNoDiff` says why. */
export type PassageTieDto = {
  linkId: string;
  ground: Ground;
  degree: string;
  lost: string[];
  /** What the person who linked both wrote down. */
  evidence: string | null;
  /** From the parent's publication to this one's, in ms; null where a time is unknown. */
  later: number | null;
  /** A credit of this article that names the parent's publisher. */
  credit: string | null;
  /** The article whose review settles this link, or one of a pair that was judged by itself. */
  settledIn: { articleId: string; title: string; isPair: boolean };
  parentTitle: string;
  diff: DiffPart[] | null;
  whyNoDiff: "language" | "length" | null;
};

/** A passage named in a sentence. */
export type NamedPassage = { place: number; name: string };

/** Something that does not fit together, with the passages it is about and where each link is settled. */
export type ContradictionDto = {
  kind: ContradictionKind;
  passages: NamedPassage[];
  settledIn: { articleId: string; title: string; isPair: boolean }[];
};

/** A link beside the tree: between passages that hang together in it already. */
export type SideLink = {
  linkId: string;
  from: NamedPassage;
  to: NamedPassage;
  isDirected: boolean;
  degree: string;
};

/** A cluster with a page of its tree, in the order in which it is drawn. */
export type ClusterDto = Omit<ClusterRow, "first"> & {
  slug: string;
  title: string;
  tree: TreePassage[];
  /** The place from which the next page of the tree goes on, and the first of the page before; null at the ends. */
  nextPlace: number | null;
  previousPlace: number | null;
  contradictionList: ContradictionDto[];
  sideLinks: SideLink[];
  /** How many links stand beside the tree beyond those listed. */
  moreSideLinks: number;
};

/** A passage of the text at hand and the page of the family tree that it stands in. */
export type Family = { href: string; spans: { start: number; end: number }[] };

/** A cluster's passage in one article: its spans there, and a link of the cluster to open it by. */
export type ArticleCluster = { clusterId: string; spans: { start: number; end: number }[]; passages: number };
