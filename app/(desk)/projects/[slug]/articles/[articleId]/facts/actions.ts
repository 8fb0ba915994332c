"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { done, onceAction } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { factsInput } from "@/lib/articles/facts-schema";
import { updateArticleFacts } from "@/lib/articles/update-facts";

const updateFacts = onceAction<typeof factsInput, typeof done, string>(
  { name: "article facts", input: factsInput, kept: done },
  async (actor, input, tx) => {
    await updateArticleFacts(actor, input, tx);
    return null;
  },
  (_done, { articleId }) => ({ data: articleId }),
);

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
