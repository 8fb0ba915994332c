"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { answerInput } from "@/lib/review/dispute-schema";
import { answerDispute } from "@/lib/review/disputes";

export const answer = formAction(answerInput.and(z.object({ slug: z.string() })), async (actor, input) => {
  await answerDispute(actor, input);
  redirect(`/projects/${input.slug}/review/disputes`);
});
