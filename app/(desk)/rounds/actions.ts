"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/action";
import { ratingRulesInput } from "@/lib/ratings/schema";
import { setPersonRating } from "@/lib/ratings/settings";

/** Allows or ends the rating of persons. */
export const ratingRulesAction = formAction(ratingRulesInput, async (actor, { ratesPersons }) => {
  await setPersonRating(actor, ratesPersons === "on");
  revalidatePath("/", "layout");
  return {
    data: null,
    message: ratesPersons === "on" ? "Persons can be rated now." : "Persons are not rated any more.",
  };
});
