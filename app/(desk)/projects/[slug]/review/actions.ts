"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { finishReview, releaseReview, returnArticle, startReview } from "@/lib/review/commands";
import { articleInput, returnInput, startInput } from "@/lib/review/schema";

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
  await finishReview(actor, input.articleId);
  redirect(`/projects/${input.slug}/review?finished=${input.articleId}`);
});

export const giveBack = formAction(returnInput.extend(slug.shape), async (actor, input) => {
  await returnArticle(actor, input.articleId, input);
  redirect(`/projects/${input.slug}/review`);
});
