"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { done, onceAction, type Work } from "@/lib/action";
import { rateInRound } from "@/lib/ratings/commands";
import { closeRound, extendRound, reopenRound } from "@/lib/ratings/rounds";
import { extendRoundInput, rateInRoundInput } from "@/lib/ratings/schema";

const roundIdInput = z.object({ roundId: z.uuid() });

function onRound<S extends z.ZodType>(
  name: string,
  input: S,
  message: string,
  run: Work<S>,
  lists: readonly string[] = [],
) {
  return onceAction<S, typeof done, null>(
    { name: `round ${name}`, input, kept: done, lists },
    async (actor, values, tx) => {
      await run(actor, values, tx);
      return null;
    },
    () => {
      // A round is also within projects.
      revalidatePath("/", "layout");
      return { data: null, message };
    },
  );
}

export const rateInRoundAction = onRound("rate", rateInRoundInput, "Your rating is saved.", rateInRound, [
  "evidence",
]);
export const closeRoundAction = onRound(
  "close",
  roundIdInput,
  "The round is closed.",
  (actor, { roundId }, tx) => closeRound(actor, roundId, tx),
);
export const reopenRoundAction = onRound(
  "reopen",
  roundIdInput,
  "The round is open again.",
  (actor, { roundId }, tx) => reopenRound(actor, roundId, tx),
);
export const extendRoundAction = onRound("extend", extendRoundInput, "The round is extended.", extendRound, [
  "sourceIds",
  "raterIds",
]);
