"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { describeCard, saveVerdict } from "@/lib/cards/assess";
import { editCard, judgePair, rateCredibility } from "@/lib/cards/commands";
import { addEvidence, setInterests, withdrawEvidence } from "@/lib/cards/evidence";
import { addCardLink, withdrawCardLink } from "@/lib/cards/links";
import { mergeCard, splitCard } from "@/lib/cards/moves";
import {
  addCardLinkInput,
  addEvidenceInput,
  describeCardInput,
  editCardInput,
  judgePairInput,
  mergeCardInput,
  rateCredibilityInput,
  saveVerdictInput,
  setInterestsInput,
  splitCardInput,
  undoMoveInput,
  withdrawCardLinkInput,
  withdrawEvidenceInput,
} from "@/lib/cards/schema";
import { undoMove } from "@/lib/cards/undo-move";
import type { Actor } from "@/lib/policy";

function onCard<S extends z.ZodType>(
  input: S,
  message: string,
  run: (actor: Actor, input: z.output<S>) => Promise<unknown>,
  lists: readonly string[] = [],
) {
  return formAction<S, null>(
    input,
    async (actor, values) => {
      await run(actor, values);
      revalidatePath("/projects/[slug]/claims", "layout");
      return { data: null, message };
    },
    lists,
  );
}

export const editCardAction = onCard(editCardInput, "Saved.", editCard);
export const describeCardAction = onCard(describeCardInput, "Saved.", describeCard, ["claimTypes"]);
export const judgePairAction = onCard(judgePairInput, "Your judgement is saved.", judgePair);
export const rateCredibilityAction = onCard(rateCredibilityInput, "Your grade is saved.", rateCredibility);
export const saveVerdictAction = onCard(saveVerdictInput, "Your verdict is saved.", saveVerdict);
export const addEvidenceAction = onCard(addEvidenceInput, "The evidence is on the card.", addEvidence);
export const withdrawEvidenceAction = onCard(withdrawEvidenceInput, "Saved.", withdrawEvidence);
export const setInterestsAction = onCard(setInterestsInput, "Saved.", setInterests, ["flags"]);
export const addCardLinkAction = onCard(addCardLinkInput, "The cards are linked.", addCardLink);
export const withdrawCardLinkAction = onCard(withdrawCardLinkInput, "Saved.", withdrawCardLink);
export const splitCardAction = onCard(splitCardInput, "The mentions have a card of their own.", splitCard);
export const undoMoveAction = onCard(undoMoveInput, "Undone. Both cards are as they were.", undoMove);

const mergeInput = mergeCardInput.extend({ slug: z.string().max(200) });

/** Merges the card into another and goes there. */
export const mergeCardAction = formAction<typeof mergeInput, null>(
  mergeInput,
  async (actor, { slug, ...input }) => {
    const { id } = await mergeCard(actor, input);
    revalidatePath("/projects/[slug]/claims", "layout");
    redirect(`/projects/${slug}/claims/${id}`);
  },
);
