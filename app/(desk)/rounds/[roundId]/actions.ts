"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { actsOn } from "@/lib/action";
import { rateInRound } from "@/lib/ratings/commands";
import { closeRound, extendRound, reopenRound } from "@/lib/ratings/rounds";
import { extendRoundInput, rateInRoundInput } from "@/lib/ratings/schema";

const roundIdInput = z.object({ roundId: z.uuid() });

// A round is also within projects.
const onRound = actsOn("round", () => revalidatePath("/", "layout"));

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
