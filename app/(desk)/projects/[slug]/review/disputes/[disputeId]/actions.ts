"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { actOnce } from "@/lib/action";
import { answerInput } from "@/lib/review/dispute-schema";
import { answerDispute } from "@/lib/review/disputes";

export const answer = actOnce(
  { name: "dispute answer", input: answerInput.and(z.object({ slug: z.string() })) },
  answerDispute,
  ({ slug }) => redirect(`/projects/${slug}/review/disputes`),
);
