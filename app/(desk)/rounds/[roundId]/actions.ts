"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { rateInRound } from "@/lib/ratings/commands";
import { closeRound } from "@/lib/ratings/rounds";
import { rateInRoundInput } from "@/lib/ratings/schema";

export const rateInRoundAction = formAction(
  rateInRoundInput,
  async (actor, input) => {
    await rateInRound(actor, input);
    revalidatePath("/rounds", "layout");
    return { data: null, message: "Your rating is saved." };
  },
  ["evidence"],
);

export const closeRoundAction = formAction(z.object({ roundId: z.uuid() }), async (actor, input) => {
  await closeRound(actor, input.roundId);
  revalidatePath("/rounds", "layout");
  return { data: null, message: "The round is closed." };
});
