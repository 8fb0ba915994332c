"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import { formAction } from "@/lib/action";
import { removeObservation } from "@/lib/observations/commands";
import { removeObservationInput } from "@/lib/observations/schema";
import type { Actor } from "@/lib/policy";
import { rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade } from "@/lib/ratings/house-grades";
import { houseGradeInput, rateSourceInput } from "@/lib/ratings/schema";
import * as commands from "@/lib/sources/commands";
import { licenceInput, noteLicence } from "@/lib/sources/licence";
import * as schema from "@/lib/sources/schema";
import * as ties from "@/lib/sources/ties";

function onSource<S extends z.ZodType<{ sourceId: string }>>(
  input: S,
  message: string,
  run: (actor: Actor, input: z.output<S>) => Promise<unknown>,
  lists: readonly string[] = [],
) {
  return formAction(
    input,
    async (actor, values) => {
      await run(actor, values);
      revalidatePath("/sources", "layout");
      return { data: null, message };
    },
    lists,
  );
}

export const editSourceAction = onSource(schema.editSourceInput, "Saved.", commands.editSource);
export const registerSourceAction = onSource(schema.sourceIdInput, "Registered.", (actor, input) =>
  commands.registerSource(actor, input.sourceId),
);
export const addAliasAction = onSource(schema.addAliasInput, "Added.", ties.addAlias);
export const removeAliasAction = onSource(schema.removeAliasInput, "Removed.", ties.removeAlias);
export const addDomainAction = onSource(schema.addDomainInput, "Added.", ties.addDomain);
export const removeDomainAction = onSource(schema.removeDomainInput, "Removed.", ties.removeDomain);
export const addAffiliationAction = onSource(schema.addAffiliationInput, "Added.", ties.addAffiliation);
export const removeAffiliationAction = onSource(
  schema.removeAffiliationInput,
  "Removed.",
  ties.removeAffiliation,
);
export const editAffiliationAction = onSource(schema.editAffiliationInput, "Saved.", ties.editAffiliation);
export const refuseAction = onSource(schema.refuseInput, "Refused.", commands.refuseProposal);
export const removeObservationAction = onSource(removeObservationInput, "Taken back.", (actor, input) =>
  removeObservation(actor, input.observationId),
);
export const noteTermsAction = onSource(licenceInput, "Noted.", noteLicence);
export const mergeAction = onSource(schema.mergeInput, "Merged.", commands.mergeSource);
export const unmergeAction = onSource(schema.unmergeInput, "Un-merged.", commands.unmergeSource);
export const rateAction = onSource(rateSourceInput, "Your rating is saved.", rateSource, ["evidence"]);
export const houseGradeAction = onSource(houseGradeInput, "The house grade is recorded.", decideHouseGrade, [
  "ratingIds",
]);
