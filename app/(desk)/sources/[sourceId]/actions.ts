"use server";

import { revalidatePath } from "next/cache";
import { actsOn } from "@/lib/action";
import { removeObservation } from "@/lib/observations/commands";
import { removeObservationInput } from "@/lib/observations/schema";
import { rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade } from "@/lib/ratings/house-grades";
import { houseGradeInput, rateSourceInput } from "@/lib/ratings/schema";
import * as commands from "@/lib/sources/commands";
import { licenceInput, noteLicence } from "@/lib/sources/licence";
import * as schema from "@/lib/sources/schema";
import * as ties from "@/lib/sources/ties";

const onSource = actsOn("source", () => revalidatePath("/sources", "layout"));

export const editSourceAction = onSource("editSource", schema.editSourceInput, "Saved.", commands.editSource);
export const registerSourceAction = onSource(
  "registerSource",
  schema.sourceIdInput,
  "Registered.",
  (actor, input, tx) => commands.registerSource(actor, input.sourceId, tx),
);
export const addAliasAction = onSource("addAlias", schema.addAliasInput, "Added.", ties.addAlias);
export const removeAliasAction = onSource(
  "removeAlias",
  schema.removeAliasInput,
  "Removed.",
  ties.removeAlias,
);
export const addDomainAction = onSource("addDomain", schema.addDomainInput, "Added.", ties.addDomain);
export const removeDomainAction = onSource(
  "removeDomain",
  schema.removeDomainInput,
  "Removed.",
  ties.removeDomain,
);
export const addAffiliationAction = onSource(
  "addAffiliation",
  schema.addAffiliationInput,
  "Added.",
  ties.addAffiliation,
);
export const removeAffiliationAction = onSource(
  "removeAffiliation",
  schema.removeAffiliationInput,
  "Removed.",
  ties.removeAffiliation,
);
export const editAffiliationAction = onSource(
  "editAffiliation",
  schema.editAffiliationInput,
  "Saved.",
  ties.editAffiliation,
);
export const refuseAction = onSource("refuse", schema.refuseInput, "Refused.", commands.refuseProposal);
export const removeObservationAction = onSource(
  "removeObservation",
  removeObservationInput,
  "Taken back.",
  (actor, input, tx) => removeObservation(actor, input.observationId, tx),
);
export const noteTermsAction = onSource("noteTerms", licenceInput, "Noted.", noteLicence);
export const mergeAction = onSource("merge", schema.mergeInput, "Merged.", commands.mergeSource);
export const unmergeAction = onSource("unmerge", schema.unmergeInput, "Un-merged.", commands.unmergeSource);
export const rateAction = onSource("rate", rateSourceInput, "Your rating is saved.", rateSource, [
  "evidence",
]);
export const houseGradeAction = onSource(
  "houseGrade",
  houseGradeInput,
  "The house grade is recorded.",
  decideHouseGrade,
  ["ratingIds"],
);
