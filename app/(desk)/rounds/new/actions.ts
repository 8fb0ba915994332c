"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { madeId, onceAction } from "@/lib/action";
import { createRound } from "@/lib/ratings/rounds";
import { createRoundInput } from "@/lib/ratings/schema";

const form = createRoundInput.safeExtend({ project: z.string().max(200).optional() });

/** Makes the round and goes to its page, in the project where the form stood in one. */
export const createRoundAction = onceAction<typeof form, typeof madeId, null>(
  { name: "round create", input: form, kept: madeId, lists: ["sourceIds", "raterIds"] },
  (actor, { project: _project, ...input }, tx) => createRound(actor, input, tx),
  ({ id }, { project }) =>
    redirect(`${project ? `/projects/${encodeURIComponent(project)}` : ""}/rounds/${id}`),
);
