import { randomUUID } from "node:crypto";

/** The actions of review and feedback with a form each, and who of `P` is refused; for the table of all actions. */
export function reviewCalls<P>(on: {
  slug: string;
  foreignSlug: string;
  articleId: string;
  waitingId: string;
  layerId: string;
  noDesk: readonly P[];
  everyone: readonly P[];
}): Record<string, { refused: readonly P[]; form: Record<string, string> }> {
  const { slug, foreignSlug, articleId, waitingId, layerId, noDesk, everyone } = on;
  const dispute = {
    slug,
    articleId: randomUUID(),
    unitId: randomUUID(),
    disputeId: randomUUID(),
    body: "Why?",
  };
  const foreign = { slug: foreignSlug, articleId };
  const comment = "Again.";
  return {
    "projects/[slug]/outcome raise": { refused: everyone, form: dispute },
    "projects/[slug]/outcome reply": { refused: everyone, form: dispute },
    "projects/[slug]/outcome withdraw": { refused: everyone, form: dispute },
    "projects/[slug]/review/disputes/[disputeId] answer": {
      refused: everyone,
      form: { ...dispute, decision: "keep" },
    },
    "projects/[slug]/review release": { refused: noDesk, form: { ...foreign, articleId: waitingId } },
    "projects/[slug]/review finish": { refused: noDesk, form: { ...foreign, articleId: waitingId } },
    "projects/[slug]/review confirm": { refused: noDesk, form: foreign },
    "projects/[slug]/review sendBack": { refused: noDesk, form: { ...foreign, comment } },
    "projects/[slug]/review giveBack": { refused: noDesk, form: { ...foreign, layerId, comment } },
    "projects/[slug]/review start": { refused: noDesk, form: { ...foreign, articleId: waitingId } },
  };
}
