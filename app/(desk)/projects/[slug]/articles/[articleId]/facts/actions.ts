"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { factsInput } from "@/lib/articles/facts-schema";
import { updateArticleFacts } from "@/lib/articles/update-facts";

const updateFacts = formAction(factsInput, async (actor, input): Promise<{ data: string }> => {
  await updateArticleFacts(actor, input);
  return { data: input.articleId };
});

/** Saves the facts of an article and goes back to it; `slug` is the project's whose page sent the form. */
export async function updateFactsAction(
  slug: string,
  previous: ActionResult<string> | null,
  form: FormData,
): Promise<ActionResult<string>> {
  const result = await updateFacts(previous, form);
  if (!result.ok) return result;
  const address = `/projects/${encodeURIComponent(slug)}/articles/${result.data}`;
  revalidatePath(address);
  redirect(address);
}
