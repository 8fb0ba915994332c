"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import { formAction } from "@/lib/action";
import { editCard, judgePair, rateCredibility } from "@/lib/cards/commands";
import { editCardInput, judgePairInput, rateCredibilityInput } from "@/lib/cards/schema";
import type { Actor } from "@/lib/policy";

function onCard<S extends z.ZodType>(
  input: S,
  message: string,
  run: (actor: Actor, input: z.output<S>) => Promise<unknown>,
) {
  return formAction(input, async (actor, values) => {
    await run(actor, values);
    revalidatePath("/projects/[slug]/claims", "layout");
    return { data: null, message };
  });
}

export const editCardAction = onCard(editCardInput, "Saved.", editCard);
export const judgePairAction = onCard(judgePairInput, "Your judgement is saved.", judgePair);
export const rateCredibilityAction = onCard(rateCredibilityInput, "Your grade is saved.", rateCredibility);
