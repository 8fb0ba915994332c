"use server";

import { redirect } from "next/navigation";
import { formAction } from "@/lib/action";
import { createRound } from "@/lib/ratings/rounds";
import { createRoundInput } from "@/lib/ratings/schema";

/** Makes the round and goes to its page. */
export const createRoundAction = formAction<typeof createRoundInput, null>(
  createRoundInput,
  async (actor, input) => {
    const { id } = await createRound(actor, input);
    redirect(`/rounds/${id}`);
  },
  ["sourceIds", "raterIds"],
);
