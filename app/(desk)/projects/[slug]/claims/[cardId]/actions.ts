"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actsOn, madeId, onceAction } from "@/lib/action";
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

const onCard = actsOn("card", () => revalidatePath("/projects/[slug]/claims", "layout"));

export const editCardAction = onCard("editCard", editCardInput, "Saved.", editCard);
export const describeCardAction = onCard("describeCard", describeCardInput, "Saved.", describeCard, [
  "claimTypes",
]);
export const judgePairAction = onCard("judgePair", judgePairInput, "Your judgement is saved.", judgePair);
export const rateCredibilityAction = onCard(
  "rateCredibility",
  rateCredibilityInput,
  "Your grade is saved.",
  rateCredibility,
);
export const saveVerdictAction = onCard(
  "saveVerdict",
  saveVerdictInput,
  "Your verdict is saved.",
  saveVerdict,
);
export const addEvidenceAction = onCard(
  "addEvidence",
  addEvidenceInput,
  "The evidence is on the card.",
  addEvidence,
);
export const withdrawEvidenceAction = onCard(
  "withdrawEvidence",
  withdrawEvidenceInput,
  "Saved.",
  withdrawEvidence,
);
export const setInterestsAction = onCard("setInterests", setInterestsInput, "Saved.", setInterests, [
  "flags",
]);
export const addCardLinkAction = onCard(
  "addCardLink",
  addCardLinkInput,
  "The cards are linked.",
  addCardLink,
);
export const withdrawCardLinkAction = onCard(
  "withdrawCardLink",
  withdrawCardLinkInput,
  "Saved.",
  withdrawCardLink,
);
export const splitCardAction = onCard(
  "splitCard",
  splitCardInput,
  "The mentions have a card of their own.",
  splitCard,
);
export const undoMoveAction = onCard(
  "undoMove",
  undoMoveInput,
  "Undone. Both cards are as they were.",
  undoMove,
);

const mergeInput = mergeCardInput.extend({ slug: z.string().max(200) });

/** Merges the card into another and goes there. */
export const mergeCardAction = onceAction<typeof mergeInput, typeof madeId, null>(
  { name: "card merge", input: mergeInput, kept: madeId },
  (actor, { slug: _slug, ...input }, tx) => mergeCard(actor, input, tx),
  ({ id }, { slug }) => {
    revalidatePath("/projects/[slug]/claims", "layout");
    redirect(`/projects/${slug}/claims/${id}`);
  },
);
