"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { newVersionForm, readVersionForm } from "@/lib/versions/schema";

/** What adding the text of the form would do; nothing is written. */
export const previewVersionAction = formAction(newVersionForm, async (actor, form) => ({
  data: await previewVersion(actor, await readVersionForm(form)),
}));

const add = formAction(newVersionForm, async (actor, form) => {
  const { articleId, layerId, annotatorId } = await addVersion(actor, await readVersionForm(form));
  return { data: { articleId, ownLayerId: annotatorId === actor.userId ? layerId : null } };
});

/** Adds the text of the form; leads to the marks where whoever added it looks them through, else to the article's texts. */
export async function addVersionAction(
  slug: string,
  previous: ActionResult<null> | null,
  form: FormData,
): Promise<ActionResult<null>> {
  const result = await add(previous && !previous.ok ? previous : null, form);
  if (!result.ok) return result;
  const { articleId, ownLayerId } = result.data;
  const base = `/projects/${encodeURIComponent(slug)}`;
  revalidatePath(base, "layout");
  redirect(ownLayerId ? `${base}/annotate/${ownLayerId}` : `${base}/articles/${articleId}/versions`);
}
