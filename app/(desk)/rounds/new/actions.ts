"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { createRound } from "@/lib/ratings/rounds";
import { createRoundInput } from "@/lib/ratings/schema";

const form = createRoundInput.safeExtend({ project: z.string().max(200).optional() });

/** Makes the round and goes to its page, in the project where the form stood in one. */
export const createRoundAction = formAction<typeof form, null>(
  form,
  async (actor, { project, ...input }) => {
    const { id } = await createRound(actor, input);
    redirect(`${project ? `/projects/${encodeURIComponent(project)}` : ""}/rounds/${id}`);
  },
  ["sourceIds", "raterIds"],
);
