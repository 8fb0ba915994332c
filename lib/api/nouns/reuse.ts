import { z } from "zod";
import { id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, type Operation, read } from "@/lib/api/operation";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import { clustersAsCsv } from "@/lib/reuse/cluster-csv";
import { contradictionKinds } from "@/lib/reuse/contradictions";
import { getCluster } from "@/lib/reuse/get-cluster";
import { listClusters } from "@/lib/reuse/list-clusters";
import {
  type ArticleCluster,
  type ClusterDto,
  type ClusterRow,
  type ContradictionDto,
  clusterFilter,
  type NamedPassage,
  type PassageSite,
  type PassageTieDto,
  type SideLink,
  type TreePassage,
} from "@/lib/reuse/schema";

const counted = z.strictObject({
  id: z.string(),
  passages: z.number(),
  articles: z.number(),
  links: z.number(),
  contradictions: z.number(),
  newestAt: z.string().nullable(),
  hasUnknownDirection: z.boolean(),
  isTranslated: z.boolean(),
  hasLoss: z.boolean(),
});

const row = counted.extend({
  first: z.strictObject({
    quote: z.string(),
    title: z.string().nullable(),
    publisher: z.string().nullable(),
    url: z.string().nullable(),
    lang: z.string().nullable(),
  }),
}) satisfies z.ZodType<ClusterRow>;

const spans = z.array(z.strictObject({ start: z.number(), end: z.number() }));
const articleName = z.strictObject({ articleId: z.string(), title: z.string(), isPair: z.boolean() });

const site = z.union([
  z.strictObject({
    type: z.literal("article"),
    articleId: z.string(),
    versionId: z.string(),
    title: z.string(),
    publisher: z.string().nullable(),
    publishedAt: z.string().nullable(),
    publishedText: z.string().nullable(),
    lang: z.string().nullable(),
    credits: z.array(z.string()),
    version: z.number(),
    newestVersion: z.number(),
  }),
  z.strictObject({ type: z.literal("outside"), url: z.string() }),
]) satisfies z.ZodType<PassageSite>;

const tie = z.strictObject({
  linkId: z.string(),
  ground: z.enum(["told", "time", "unknown"]),
  degree: z.string(),
  lost: z.array(z.string()),
  evidence: z.string().nullable(),
  later: z.number().nullable(),
  credit: z.string().nullable(),
  settledIn: articleName,
  parentTitle: z.string(),
  diff: z.array(z.strictObject({ type: z.enum(["same", "removed", "added"]), text: z.string() })).nullable(),
  whyNoDiff: z.enum(["language", "length"]).nullable(),
}) satisfies z.ZodType<PassageTieDto>;

const passage = z.strictObject({
  place: z.number(),
  parentPlace: z.number().nullable(),
  depth: z.number(),
  site,
  quote: z.string(),
  spans,
  tie: tie.nullable(),
}) satisfies z.ZodType<TreePassage>;

const named = z.strictObject({ place: z.number(), name: z.string() }) satisfies z.ZodType<NamedPassage>;

const contradiction = z.strictObject({
  kind: z.enum(contradictionKinds),
  passages: z.array(named),
  settledIn: z.array(articleName),
}) satisfies z.ZodType<ContradictionDto>;

const sideLink = z.strictObject({
  linkId: z.string(),
  from: named,
  to: named,
  isDirected: z.boolean(),
  degree: z.string(),
}) satisfies z.ZodType<SideLink>;

const cluster = counted.extend({
  slug: z.string(),
  title: z.string(),
  tree: z.array(passage),
  nextPlace: z.number().nullable(),
  previousPlace: z.number().nullable(),
  contradictionList: z.array(contradiction),
  sideLinks: z.array(sideLink),
  moreSideLinks: z.number(),
}) satisfies z.ZodType<ClusterDto>;

const articleCluster = z.strictObject({
  clusterId: z.string(),
  spans,
  passages: z.number(),
}) satisfies z.ZodType<ArticleCluster>;

/** Passages that were copied, translated or retold, joined into clusters. */
export const reuseOperations: Operation[] = [
  read({
    id: "listClusters",
    path: "/projects/{slug}/reuse",
    may: "project.view",
    tag: "Reuse",
    scope: "read",
    summary: "Clusters of passages that reuse joins",
    params: inProject,
    query: clusterFilter,
    response: pageOf(row),
    handle: ({ actor, params, query }) => listClusters(actor, params.slug, query),
  }),
  read({
    id: "getCluster",
    path: "/projects/{slug}/reuse/{clusterId}",
    may: "project.view",
    tag: "Reuse",
    scope: "read",
    summary: "A cluster as a tree of who took from whom, with what contradicts itself",
    detail: "A large one comes in stretches: ask with `from` set to `nextPlace`.",
    params: under({ clusterId: id }),
    query: z.strictObject({ from: z.coerce.number().int().min(0).max(1_000_000).default(0) }),
    response: cluster,
    handle: ({ actor, params, query }) => getCluster(actor, { ...params, ...query }),
  }),
  read({
    id: "exportClusters",
    path: "/projects/{slug}/reuse.csv",
    may: "project.view",
    tag: "Reuse",
    scope: "read",
    summary: "Clusters as CSV",
    params: inProject,
    query: clusterFilter.omit({ cursor: true }),
    response: file,
    produces: "text/csv",
    handle: ({ actor, params, query }) =>
      sendFile(`${params.slug}-reuse.csv`, csvType, clustersAsCsv(actor, params.slug, query)),
  }),
  read({
    id: "listArticleClusters",
    path: "/projects/{slug}/articles/{articleId}/reuse",
    may: "project.view",
    tag: "Reuse",
    scope: "read",
    summary: "The clusters that an article has passages in",
    params: under({ articleId: id }),
    query: none,
    response: listOf(articleCluster),
    handle: async ({ actor, params }) => ({ items: await listArticleClusters(actor, params.articleId) }),
  }),
];
