import { randomUUID } from "node:crypto";

const everyone = ["anonymous", "stranger", "foreignManager", "viewer", "annotator", "reviewer"] as const;
const noDesk = ["anonymous", "stranger", "foreignManager", "viewer", "annotator"] as const;

/** The server actions of the review queue and of acts on many rows, each with a form that not everybody may send. */
export function bulkCalls(ids: { slug: string; articleId: string }) {
  const { slug, articleId } = ids;
  const queue = { slug, act: "finish", articleIds: articleId };
  const marks = { slug, act: "relabel", annotationIds: articleId, value: "kind=factual" };
  return {
    "projects/[slug]/review previewAct": { refused: noDesk, form: queue },
    "projects/[slug]/review act": { refused: noDesk, form: { ...queue, id: randomUUID() } },
    "projects/[slug]/review undoAct": { refused: everyone, form: { slug, id: randomUUID() } },
    "projects/[slug]/review saveFilters": {
      refused: everyone,
      form: { slug, place: "review", name: "All", query: "", isShared: "on" },
    },
    "projects/[slug]/marks previewAct": { refused: noDesk, form: marks },
    "projects/[slug]/marks act": { refused: noDesk, form: { ...marks, id: randomUUID() } },
    "projects/[slug]/marks undoAct": { refused: everyone, form: { slug, id: randomUUID() } },
    "projects/[slug]/marks saveFilters": {
      refused: everyone,
      form: { slug, place: "marks", name: "All", query: "", isShared: "on" },
    },
    "projects/[slug]/marks deleteFilters": { refused: everyone, form: { slug, id: randomUUID() } },
    "projects/[slug]/review deleteFilters": { refused: everyone, form: { slug, id: randomUUID() } },
  };
}
