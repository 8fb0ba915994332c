import { z } from "zod";
import { cursor, id, listOf, under } from "@/lib/api/nouns/common";
import { commandResult } from "@/lib/api/nouns/layers";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { badInput } from "@/lib/errors";
import { maxArticleBytes } from "@/lib/intake/complete";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { compareVersions, listVersions, readVersion } from "@/lib/versions/queries";
import {
  type AddedVersionDto,
  bringBackInput,
  carriedItem,
  carriedList,
  letGoInput,
  newVersionInput,
  placeOrphanInput,
  type SettledOrphanDto,
  type VersionComparisonDto,
  type VersionContent,
  type VersionDto,
  type VersionPreviewDto,
  type VersionTextDto,
} from "@/lib/versions/schema";
import { bringBack, letGo, placeOrphan } from "@/lib/versions/settle-orphans";
import { annotationKinds, spanRoles, versionChanges } from "@/lib/vocabulary";

const counts = z.strictObject({ exact: z.number(), moved: z.number(), orphaned: z.number() });
const linksLost = z.strictObject({
  claimLinks: z.number(),
  sources: z.number(),
  restsOn: z.number(),
  nested: z.number(),
  reuse: z.number(),
});
const version = z.strictObject({
  id: z.string(),
  number: z.number(),
  change: z.enum(versionChanges).nullable(),
  note: z.string(),
  changedAt: z.string().nullable(),
  addedAt: z.string(),
  addedBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  length: z.number(),
  sha256: z.string(),
  isNewest: z.boolean(),
  marks: counts.extend({ open: z.number() }).nullable(),
  marksAreHidden: z.boolean(),
  isRedacted: z.boolean(),
}) satisfies z.ZodType<VersionDto>;
const dir = z.enum(["ltr", "rtl"]);
const item = z.strictObject(carriedItem.shape);
const list = z.strictObject(carriedList.shape);

const preview = z.strictObject({
  isSameText: z.boolean(),
  length: z.number(),
  counts,
  linksLost,
  items: z.array(item),
  warnings: z.array(z.string()),
  people: z.array(z.strictObject({ id: z.string(), name: z.string(), annotatedBefore: z.boolean() })),
  refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
}) satisfies z.ZodType<VersionPreviewDto>;

const added = z.strictObject({
  articleId: z.string(),
  versionId: z.string(),
  number: z.number(),
  layerId: z.string().nullable(),
  annotatorId: z.string().nullable(),
  counts,
  linksLost,
}) satisfies z.ZodType<AddedVersionDto>;

const versionText = z.strictObject({
  version,
  text: z.string(),
  lang: z.string().nullable(),
  dir,
  blocks: z.array(z.strictObject({ id: z.string(), kind: z.string(), start: z.number(), end: z.number() })),
  marks: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(annotationKinds),
      spans: z.array(
        z.strictObject({ role: z.enum(spanRoles), start: z.number(), end: z.number(), quote: z.string() }),
      ),
    }),
  ),
}) satisfies z.ZodType<VersionTextDto>;

const side = version.extend({ text: z.string() });
const comparison = z.strictObject({
  articleTitle: z.string(),
  lang: z.string().nullable(),
  dir,
  from: side,
  to: side,
}) satisfies z.ZodType<VersionComparisonDto>;

const settled = z.strictObject({
  carried: item,
  layerRevision: z.number(),
  saved: commandResult.nullable(),
}) satisfies z.ZodType<SettledOrphanDto>;

const { articleId: _articleId, content: _content, ...about } = newVersionInput.shape;
/** The new text itself, or a file that holds it. */
const newText = z.strictObject({
  ...about,
  text: z.string().min(1).optional(),
  file: z.strictObject({ name: z.string().min(1).max(500), base64: z.base64() }).optional(),
});

function contentOf({ text, file }: z.output<typeof newText>): VersionContent {
  if (text !== undefined && !file) return { kind: "paste", text };
  if (file && text === undefined)
    return { kind: "file", name: file.name, bytes: Buffer.from(file.base64, "base64") };
  throw badInput("no-text", "Give the new text in `text`, or in `file`; not both.");
}

function inputOf(articleId: string, body: z.output<typeof newText>) {
  const { text: _text, file: _file, ...rest } = body;
  return { ...rest, articleId, content: contentOf(body) };
}

const inArticle = under({ articleId: id });
const number = z.coerce.number().int().min(1).max(1_000_000);
const onOrphan = under({ carriedId: id });
const ofText =
  "The new text stands in `text`, or in `file` (its `name` ends in .txt, .html or .htm; the bytes in base64).";

/** The texts of an article, and what becomes of its marks on the way from one to the next. */
export const versionOperations: Operation[] = [
  read({
    id: "listVersions",
    path: "/projects/{slug}/articles/{articleId}/versions",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "The texts of an article, the newest first, with why each changed and how marks came over to it",
    detail:
      "`change` is `correction` where its publisher corrected it; only that counts in the publisher's record.",
    params: inArticle,
    query: none,
    response: listOf(version),
    handle: async ({ actor, params }) => ({ items: await listVersions(actor, params.articleId) }),
  }),
  read({
    id: "getVersion",
    path: "/projects/{slug}/articles/{articleId}/versions/{number}",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "One of an article's texts, with the marks of what is or was final on it",
    detail: "Looking at the marks is noted, as looking at any layer of others is.",
    params: under({ articleId: id, number }),
    query: none,
    response: versionText,
    handle: ({ actor, params }) => readVersion(actor, params.articleId, params.number),
  }),
  read({
    id: "compareVersions",
    path: "/projects/{slug}/articles/{articleId}/version-comparison",
    may: "project.view",
    tag: "Articles",
    scope: "read",
    summary: "Two texts of an article by their numbers, the older as `from`",
    params: inArticle,
    query: z.strictObject({ from: number, to: number }),
    response: comparison,
    handle: ({ actor, params, query }) => compareVersions(actor, params.articleId, query.from, query.to),
  }),
  write("POST", {
    id: "previewVersion",
    path: "/projects/{slug}/articles/{articleId}/versions/preview",
    may: "article.prepare",
    tag: "Articles",
    scope: "manage",
    summary: "What adding a newer text would do to each mark; changes nothing",
    detail: `${ofText} \`refusal\` says why it cannot be added as things stand.`,
    params: inArticle,
    body: newText,
    maxBytes: 2 * maxArticleBytes,
    response: preview,
    repeats: "none",
    handle: ({ actor, params, body }) => previewVersion(actor, inputOf(params.articleId, body)),
  }),
  write("POST", {
    id: "addVersion",
    path: "/projects/{slug}/articles/{articleId}/versions",
    may: "article.prepare",
    tag: "Articles",
    scope: "manage",
    summary: "Add a newer text to an article",
    detail: `${ofText} A finished article is open again for \`annotatorId\` (whoever asks, unless given), whose layer \`layerId\` begins with what was final; until that is finished too, what was final stays what counts.`,
    params: inArticle,
    body: newText,
    maxBytes: 2 * maxArticleBytes,
    response: added,
    status: 201,
    handle: ({ actor, params, body, tx }) => addVersion(actor, inputOf(params.articleId, body), tx),
  }),
  read({
    id: "listCarried",
    path: "/projects/{slug}/layers/{layerId}/carried",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary:
      "What became of the marks of an earlier text that a layer began with; `open` orphans stop its submission",
    params: under({ layerId: id }),
    detail: "At most 500 a page; `next` is the `cursor` of the page after it.",
    query: z.strictObject({ cursor }),
    response: list,
    handle: ({ actor, params, query }) => listCarried(actor, params.layerId, query),
  }),
  write("POST", {
    id: "placeOrphan",
    path: "/projects/{slug}/carried/{carriedId}/place",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Place a mark that lost its words where it stands in the newer text",
    detail: "It keeps its kind, attributes and sources, and its links to marks that are there.",
    params: onOrphan,
    body: placeOrphanInput.omit({ carriedId: true, commandId: true }),
    response: settled,
    repeats: "command",
    handle: ({ actor, params, body, commandId, tx }) =>
      placeOrphan(actor, { ...body, ...{ carriedId: params.carriedId, commandId } }, tx),
  }),
  write("POST", {
    id: "letOrphanGo",
    path: "/projects/{slug}/carried/{carriedId}/let-go",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Say that a mark that lost its words has no place in the newer text, and why",
    params: onOrphan,
    body: letGoInput.omit({ carriedId: true }),
    response: settled,
    handle: ({ actor, params, body, tx }) => letGo(actor, { ...body, carriedId: params.carriedId }, tx),
  }),
  write("POST", {
    id: "bringOrphanBack",
    path: "/projects/{slug}/carried/{carriedId}/bring-back",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Open a settled orphan again; the mark that it was placed as goes",
    params: onOrphan,
    body: bringBackInput.omit({ carriedId: true, commandId: true }),
    response: settled,
    handle: ({ actor, params, tx }) => bringBack(actor, { carriedId: params.carriedId }, tx),
  }),
];
