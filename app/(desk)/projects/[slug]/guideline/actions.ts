"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/action";
import { keepMarks } from "@/lib/guidelines/keep-marks";
import { keepInput } from "@/lib/guidelines/keep-schema";

/** Keeps the marks made before a rule changed as they are, or takes that back. */
export const keepMarksAction = formAction(keepInput, async (actor, input) => {
  await keepMarks(actor, input);
  revalidatePath(`/projects/${input.slug}/guideline`);
  return { data: null };
});
