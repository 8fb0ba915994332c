import type { FormAction } from "@/components/forms/action-form";

/** What a card's page can do; its parts take those they need. */
export type CardActions = Record<
  | "editCardAction"
  | "describeCardAction"
  | "judgePairAction"
  | "rateCredibilityAction"
  | "saveVerdictAction"
  | "addEvidenceAction"
  | "withdrawEvidenceAction"
  | "setInterestsAction"
  | "addCardLinkAction"
  | "withdrawCardLinkAction"
  | "splitCardAction"
  | "mergeCardAction"
  | "undoMoveAction",
  FormAction<null>
>;
