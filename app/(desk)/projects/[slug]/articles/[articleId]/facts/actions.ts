"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { actOnce } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { factsInput } from "@/lib/articles/facts-schema";
import { updateArticleFacts } from "@/lib/articles/update-facts";

const updateFacts = actOnce(
  { name: "article facts", input: factsInput },
  updateArticleFacts,
  ({ articleId }) => ({ data: articleId }),
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
