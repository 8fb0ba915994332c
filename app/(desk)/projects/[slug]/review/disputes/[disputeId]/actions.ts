"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { done, onceAction } from "@/lib/action";
import { answerInput } from "@/lib/review/dispute-schema";
import { answerDispute } from "@/lib/review/disputes";

const input = answerInput.and(z.object({ slug: z.string() }));

export const answer = onceAction<typeof input, typeof done, unknown>(
  { name: "dispute answer", input, kept: done },
  async (actor, values, tx) => {
    await answerDispute(actor, values, tx);
    return null;
  },
  (_done, { slug }) => redirect(`/projects/${slug}/review/disputes`),
);
