"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { rateInRound } from "@/lib/ratings/commands";
import { closeRound, extendRound, reopenRound } from "@/lib/ratings/rounds";
import { extendRoundInput, rateInRoundInput } from "@/lib/ratings/schema";

const roundIdInput = z.object({ roundId: z.uuid() });

export const rateInRoundAction = formAction(
  rateInRoundInput,
  async (actor, input) => {
    await rateInRound(actor, input);
    // A round is also within projects.
    revalidatePath("/", "layout");
    return { data: null, message: "Your rating is saved." };
  },
  ["evidence"],
);

export const closeRoundAction = formAction(roundIdInput, async (actor, input) => {
  await closeRound(actor, input.roundId);
  revalidatePath("/", "layout");
  return { data: null, message: "The round is closed." };
});

export const reopenRoundAction = formAction(roundIdInput, async (actor, input) => {
  await reopenRound(actor, input.roundId);
  revalidatePath("/", "layout");
  return { data: null, message: "The round is open again." };
});

export const extendRoundAction = formAction(
  extendRoundInput,
  async (actor, input) => {
    await extendRound(actor, input);
    revalidatePath("/", "layout");
    return { data: null, message: "The round is extended." };
  },
  ["sourceIds", "raterIds"],
);
