import { z } from "zod";
import { id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { editBlock } from "@/lib/articles/edit-block";
import { type ArticleDto, factsInput, type LayerSummary, type SlotDto } from "@/lib/articles/facts-schema";
import { getArticle } from "@/lib/articles/get-article";
import { getArticleText } from "@/lib/articles/get-article-text";
import { listArticleFilters, listArticles } from "@/lib/articles/list-articles";
import {
  type ArticleFilterOptions,
  type ArticleRow,
  articleFilter,
  articleStages,
} from "@/lib/articles/list-schema";
import { type ArticleText, articleTextSchema, blockSchema, editBlockInput } from "@/lib/articles/text-schema";
import { updateArticleFacts } from "@/lib/articles/update-facts";
import { searchPassages } from "@/lib/passages/queries";
import { passageCandidate, passageQuery } from "@/lib/passages/schema";

const text = z.strictObject({
  ...articleTextSchema.shape,
  dir: z.enum(["ltr", "rtl"]),
}) satisfies z.ZodType<ArticleText>;

const slot = z.strictObject({
  id: z.string(),
  ordinal: z.number(),
  person: z.string().nullable(),
  state: z.string(),
  isOwn: z.boolean(),
  kind: z.string(),
  keptFor: z.string().nullable(),
}) satisfies z.ZodType<SlotDto>;

const layer = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  owner: z.string().nullable(),
  isOwn: z.boolean(),
  isNothingToMark: z.boolean(),
  version: z.number(),
  submittedAt: z.string().nullable(),
}) satisfies z.ZodType<LayerSummary>;

const article = z.strictObject({
  id: z.string(),
  number: z.string(),
  revision: z.number(),
  stage: z.string(),
  layerMode: z.string(),
  derivation: z.string().nullable(),
  derivesFrom: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
  licence: z.string().nullable(),
  publisherLicence: z.string().nullable(),
  batch: z.strictObject({ id: z.string(), label: z.string() }),
  createdAt: z.string(),
  text,
  creditNames: z.array(z.string()),
  slots: z.array(slot),
  layers: z.array(layer),
  isBlind: z.boolean(),
  canPrepare: z.boolean(),
  isCalibration: z.boolean(),
  desk: z.strictObject({ priority: z.number(), isGold: z.boolean() }).nullable(),
}) satisfies z.ZodType<ArticleDto>;

const row = z.strictObject({
  id: z.string(),
  title: z.string(),
  stage: z.enum(articleStages),
  publisher: z.string().nullable(),
  language: z.string().nullable(),
  translated: z.string(),
  publishedAt: z.string().nullable(),
  publishedText: z.string().nullable(),
  createdAt: z.string(),
  progress: z.strictObject({ submitted: z.number(), wanted: z.number() }).nullable(),
  desk: z
    .strictObject({
      priority: z.number(),
      isCalibration: z.boolean(),
      isGold: z.boolean(),
      kept: z.number(),
    })
    .nullable(),
}) satisfies z.ZodType<ArticleRow>;

const choices = z.strictObject({
  languages: z.array(z.string()),
  publishers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  batches: z.array(z.strictObject({ id: z.string(), label: z.string() })),
}) satisfies z.ZodType<ArticleFilterOptions>;

const { articleId: _id, revision: _revision, ...facts } = factsInput.shape;
/** As the form sends them, but the credits as a list. */
const factsBody = z.strictObject({
  ...facts,
  credits: z.array(z.string().trim().min(1).max(300)).max(20).default([]),
});

const inArticle = under({ articleId: id });

/** Articles: their list, texts, facts and blocks. */
export const articleOperations: Operation[] = [
  read({
    id: "listArticles",
    path: "/projects/{slug}/articles",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "The articles of a project, newest first, by words and filters",
    params: inProject,
    query: articleFilter,
    response: pageOf(row),
    handle: ({ actor, params, query }) => listArticles(actor, params.slug, query),
  }),
  read({
    id: "listArticleFilters",
    path: "/projects/{slug}/article-filters",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "What the list of articles can be filtered by",
    params: inProject,
    query: none,
    response: choices,
    handle: ({ actor, params }) => listArticleFilters(actor, params.slug),
  }),
  read({
    id: "getArticle",
    path: "/projects/{slug}/articles/{articleId}",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "An article with its text, facts, blocks and the work on it that one may see",
    detail: "Offsets are code points of `text.text`, from 0, half-open.",
    params: inArticle,
    query: none,
    response: article,
    hasRevision: true,
    handle: ({ actor, params }) => getArticle(actor, params),
  }),
  write("PUT", {
    id: "updateFacts",
    path: "/projects/{slug}/articles/{articleId}/facts",
    may: "article.prepare",
    tag: "Articles",
    scope: "manage",
    summary: "Correct the facts of an article",
    detail: "All of them: what is left out is unknown.",
    params: inArticle,
    body: factsBody,
    response: z.strictObject({ revision: z.number() }),
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      updateArticleFacts(actor, { ...body, articleId: params.articleId, revision }, tx),
  }),
  write("POST", {
    id: "editBlock",
    path: "/projects/{slug}/articles/{articleId}/blocks",
    may: "article.prepare",
    tag: "Articles",
    scope: "manage",
    summary: "Correct a block: its kind, where it is split, or join it with the one before",
    detail: "`seen` is the block as you read it; another one answers 409.",
    params: inArticle,
    body: editBlockInput,
    response: z.strictObject({ blocks: z.array(blockSchema) }),
    handle: ({ actor, params, body, tx }) => editBlock(actor, params.articleId, body, tx),
  }),
  read({
    id: "getVersionText",
    path: "/projects/{slug}/versions/{versionId}",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "The text of a version, with its blocks and the facts above it",
    params: under({ versionId: id }),
    query: none,
    response: text,
    handle: ({ actor, params }) => getArticleText(actor, params.versionId),
  }),
  read({
    id: "searchPassages",
    path: "/projects/{slug}/versions/{versionId}/alike",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "Passages of the project that resemble a stretch of a version, likest first",
    params: under({ versionId: id }),
    query: passageQuery.omit({ versionId: true }),
    response: listOf(passageCandidate),
    handle: async ({ actor, params, query }) => ({
      items: await searchPassages(actor, { ...query, versionId: params.versionId }),
    }),
  }),
];
