import { z } from "zod";
import { id, paged, pageOf, under } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { forgetPerson, withdrawArticle } from "@/lib/redaction/commands";
import { listRedactions, previewWithdrawal } from "@/lib/redaction/queries";
import {
  forgetPersonInput,
  type RedactionDto,
  type WithdrawalPreview,
  withdrawArticleInput,
} from "@/lib/redaction/schema";

const redaction = z.strictObject({
  id: z.string(),
  kind: z.enum(["article", "person"]),
  subjectId: z.string(),
  project: z.strictObject({ slug: z.string(), name: z.string() }).nullable(),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
}) satisfies z.ZodType<RedactionDto>;

const preview = z.strictObject({
  layers: z.number(),
  marks: z.number(),
  mentions: z.number(),
  links: z.number(),
}) satisfies z.ZodType<WithdrawalPreview>;

const decision = z.strictObject({ decisionId: z.string() });
const about = { scope: "manage", may: "administrator" } as const;

/** The two acts that take something away for good, and the record of them. */
export const redactionOperations: Operation[] = [
  read({
    ...about,
    tag: "Account",
    id: "listRedactions",
    path: "/redactions",
    summary: "What was withdrawn for good and who was forgotten, newest first (administrators)",
    params: none,
    query: paged,
    response: pageOf(redaction),
    handle: ({ actor, query }) => listRedactions(actor, query),
  }),
  write("POST", {
    ...about,
    tag: "Account",
    id: "forgetPerson",
    path: "/people/{userId}/forget",
    summary: "Make somebody a pseudonym; nothing brings their name back (administrators)",
    detail: "What they made stays under their id. Refused while they alone manage a project.",
    params: z.strictObject({ userId: id }),
    body: forgetPersonInput.omit({ userId: true }),
    response: decision,
    handle: ({ actor, params, body, tx }) => forgetPerson(actor, { ...params, ...body }, tx),
  }),
  read({
    ...about,
    tag: "Articles",
    id: "previewWithdrawal",
    path: "/projects/{slug}/articles/{articleId}/withdrawal",
    summary: "What hangs on an article that is to be withdrawn for good (administrators)",
    params: under({ articleId: id }),
    query: none,
    response: preview,
    handle: ({ actor, params }) => previewWithdrawal(actor, params.articleId),
  }),
  write("POST", {
    ...about,
    tag: "Articles",
    id: "withdrawArticle",
    path: "/projects/{slug}/articles/{articleId}/withdrawal",
    summary: "Withdraw an article for good; nothing brings its text back (administrators)",
    params: under({ articleId: id }),
    body: withdrawArticleInput.omit({ articleId: true }),
    response: decision,
    handle: async ({ actor, params, body, tx }) => {
      const { decisionId } = await withdrawArticle(actor, { articleId: params.articleId, ...body }, tx);
      return { decisionId };
    },
  }),
];
