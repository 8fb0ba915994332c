import { z } from "zod";
import { answerCandidate, withdrawAnswer } from "@/lib/cards/commands";
import { answerInput, withdrawInput } from "@/lib/cards/schema";
import { route } from "@/lib/route";

const params = z.object({ cardId: z.string() });

/** Says whether a claim says what the card says. */
export const POST = route({ params, body: answerInput }, async ({ actor, params, body }) => {
  await answerCandidate(actor, params.cardId, body);
});

/** Takes an answer off the card, or puts the last one back. */
export const PATCH = route({ params, body: withdrawInput }, async ({ actor, params, body }) => {
  await withdrawAnswer(actor, params.cardId, body);
});
