"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { actOnce, formAction, onceAction } from "@/lib/action";
import { bulkUndoInput } from "@/lib/bulk/schema";
import { finishReview, releaseReview, returnArticle, signOff, startReview } from "@/lib/review/commands";
import { actOnQueue, previewQueueAct, undoQueueAct } from "@/lib/review/queue-acts";
import { queueActInput } from "@/lib/review/queue-schema";
import { articleInput, returnInput, signOffInput, startInput } from "@/lib/review/schema";
import { deleteView, saveView } from "@/lib/views/commands";
import { deleteViewInput, saveViewInput } from "@/lib/views/schema";

const slug = z.object({ slug: z.string() });

export const start = formAction(startInput.extend(slug.shape), async (actor, input) => {
  await startReview(actor, input.articleId, { takeOver: input.takeOver === "yes" });
  redirect(`/projects/${input.slug}/review/${input.articleId}`);
});

export const release = formAction(articleInput.extend(slug.shape), async (actor, input) => {
  await releaseReview(actor, input.articleId);
  redirect(`/projects/${input.slug}/review`);
});

const placed = articleInput.extend(slug.shape);
const finished = z.object({ state: z.enum(["done", "settled"]) });

export const finish = onceAction<typeof placed, typeof finished, unknown>(
  { name: "review finish", input: placed, kept: finished },
  (actor, { articleId }, tx) => finishReview(actor, articleId, tx),
  ({ state }, { slug, articleId }) =>
    redirect(
      state === "settled"
        ? `/projects/${slug}/review/${articleId}`
        : `/projects/${slug}/review?finished=${articleId}`,
    ),
);

export const confirm = actOnce(
  { name: "review confirm", input: placed },
  (actor, { articleId }, tx) => signOff(actor, articleId, { verdict: "confirmed" }, tx),
  ({ slug, articleId }) => redirect(`/projects/${slug}/review?finished=${articleId}`),
);

export const sendBack = actOnce(
  { name: "review send back", input: signOffInput.extend(slug.shape) },
  (actor, { articleId, comment }, tx) => signOff(actor, articleId, { verdict: "returned", comment }, tx),
  ({ slug }) => redirect(`/projects/${slug}/review`),
);

export const giveBack = actOnce(
  { name: "review give back", input: returnInput.extend(slug.shape) },
  (actor, input, tx) => returnArticle(actor, input.articleId, input, tx),
  ({ slug }) => redirect(`/projects/${slug}/review`),
);

export const previewAct = formAction(
  queueActInput,
  async (actor, input) => ({ data: await previewQueueAct(actor, input) }),
  ["articleIds"],
);

export const act = formAction(
  queueActInput.extend({ id: z.uuid() }),
  async (actor, { id, ...input }) => ({ data: await actOnQueue(actor, id, input) }),
  ["articleIds"],
);

export const undoAct = formAction(bulkUndoInput, async (actor, input) => ({
  data: await undoQueueAct(actor, input),
}));

export const saveFilters = formAction(saveViewInput, async (actor, input) => ({
  data: await saveView(actor, input),
}));

export const deleteFilters = formAction(deleteViewInput, async (actor, input) => ({
  data: await deleteView(actor, input),
}));
