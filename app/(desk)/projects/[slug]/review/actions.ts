"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
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

export const finish = formAction(articleInput.extend(slug.shape), async (actor, input) => {
  const { state } = await finishReview(actor, input.articleId);
  const { slug, articleId } = input;
  redirect(
    state === "settled"
      ? `/projects/${slug}/review/${articleId}`
      : `/projects/${slug}/review?finished=${articleId}`,
  );
});

export const confirm = formAction(articleInput.extend(slug.shape), async (actor, input) => {
  await signOff(actor, input.articleId, { verdict: "confirmed" });
  redirect(`/projects/${input.slug}/review?finished=${input.articleId}`);
});

export const sendBack = formAction(signOffInput.extend(slug.shape), async (actor, input) => {
  await signOff(actor, input.articleId, { verdict: "returned", comment: input.comment });
  redirect(`/projects/${input.slug}/review`);
});

export const giveBack = formAction(returnInput.extend(slug.shape), async (actor, input) => {
  await returnArticle(actor, input.articleId, input);
  redirect(`/projects/${input.slug}/review`);
});

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
