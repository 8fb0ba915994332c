"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { raiseInput, replyInput, withdrawInput } from "@/lib/review/dispute-schema";
import { raiseDispute, replyToDispute, withdrawDispute } from "@/lib/review/disputes";

const slug = z.object({ slug: z.string() });

export const raise = formAction(raiseInput.extend(slug.shape), async (actor, input) => {
  const { articleId } = await raiseDispute(actor, input);
  revalidatePath(`/projects/${input.slug}/outcome/${articleId}`);
  return { data: null };
});

export const reply = formAction(replyInput.extend(slug.shape), async (actor, input) => {
  const { articleId } = await replyToDispute(actor, input);
  revalidatePath(`/projects/${input.slug}/outcome/${articleId}`);
  return { data: null };
});

export const withdraw = formAction(withdrawInput.extend(slug.shape), async (actor, input) => {
  const { articleId } = await withdrawDispute(actor, input.disputeId);
  revalidatePath(`/projects/${input.slug}/outcome/${articleId}`);
  return { data: null };
});
