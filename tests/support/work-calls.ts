/** Everybody but a manager of the project. */
const refused = ["anonymous", "stranger", "foreignManager", "viewer", "annotator", "reviewer"] as const;

const noDesk = refused.filter((one) => one !== "reviewer");

/** The server actions that give out work or add texts, each with a form that only who prepares articles may send (or nobody, for want of a place). */
export function workCalls(ids: {
  slug: string;
  articleId: string;
  slotId: string;
  managerId: string;
  reviewerId: string;
}) {
  const { slug, articleId, slotId, managerId, reviewerId } = ids;
  const version = { articleId, change: "correction", text: "The mayor said that the dam is not safe." };
  return {
    "projects/[slug]/articles preview": {
      refused,
      form: { slug, articleIds: articleId, personIds: managerId },
    },
    "projects/[slug]/articles assign": {
      refused,
      form: { slug, articleIds: articleId, personIds: managerId },
    },
    "projects/[slug]/articles unassign": {
      refused,
      form: { slug, slotIds: slotId },
    },
    "projects/[slug]/articles prioritise": {
      refused,
      form: { slug, items: JSON.stringify([{ articleId, priority: 5 }]) },
    },
    "projects/[slug]/articles calibrate": {
      refused,
      form: { slug, articleIds: articleId, isCalibration: "true" },
    },
    "projects/[slug]/articles/[articleId] gold": {
      refused,
      form: { slug, articleId, op: "make" },
    },
    "projects/[slug]/articles/[articleId]/versions/new previewVersionAction": {
      refused: noDesk,
      form: version,
    },
    "projects/[slug]/articles/[articleId]/versions/new addVersionAction": {
      refused: noDesk,
      bound: [slug],
      form: version,
    },
    "projects/[slug]/articles/[articleId] withdraw": { refused, form: { articleId, reason: "None." } },
    "account/people forgetAction": { refused, form: { userId: managerId, reason: "None." } },
    "projects/[slug]/members saveLimitsAction": {
      refused,
      form: { slug, userId: managerId, languages: "en" },
    },
    "projects/[slug]/members setBarAction": {
      refused,
      form: { slug, reviewerId: managerId, annotatorId: reviewerId, isBarred: "true" },
    },
    "projects/[slug]/work release": { refused, form: { slug, slotId } },
    "projects/[slug]/work beginKept": {
      refused,
      form: { slug, slotId },
    },
  };
}
