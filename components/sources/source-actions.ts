import type { FormAction } from "@/components/forms/action-form";

type ActionName =
  | "editSourceAction"
  | "registerSourceAction"
  | "addAliasAction"
  | "removeAliasAction"
  | "addDomainAction"
  | "removeDomainAction"
  | "addAffiliationAction"
  | "removeAffiliationAction"
  | "editAffiliationAction"
  | "refuseAction"
  | "removeObservationAction"
  | "noteTermsAction"
  | "mergeAction"
  | "unmergeAction"
  | "rateAction"
  | "houseGradeAction";

/** Everything that can be done on a source's page. */
export type SourceActions = Record<ActionName, FormAction<null>>;
