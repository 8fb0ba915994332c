"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/action";
import {
  refreshAgreement,
  refreshInput,
  setShowsAgreement,
  showingInput,
} from "@/lib/project-agreement/commands";

/** Has the figures computed again. */
export const refreshAgreementAction = formAction(refreshInput, async (actor, input) => {
  await refreshAgreement(actor, input);
  revalidatePath(`/projects/${input.slug}/agreement`, "layout");
  return { data: null };
});

/** Lets annotators see their own pairs, or no longer. */
export const setShowsAgreementAction = formAction(showingInput, async (actor, input) => {
  const { showsAgreement } = await setShowsAgreement(actor, input);
  revalidatePath(`/projects/${input.slug}/agreement`, "layout");
  return { data: null, message: showsAgreement ? "Annotators see it now." : "Annotators no longer see it." };
});
