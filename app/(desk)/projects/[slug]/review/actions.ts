"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { finishReview, releaseReview, returnArticle, signOff, startReview } from "@/lib/review/commands";
import { articleInput, returnInput, signOffInput, startInput } from "@/lib/review/schema";

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
