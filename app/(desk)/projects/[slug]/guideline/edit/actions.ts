"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { publishGuideline, saveGuidelineDraft } from "@/lib/guidelines/commands";
import { type GuidelineDraft, publishInput, saveDraftInput } from "@/lib/guidelines/schema";

const json = z.string().transform((text, context) => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    context.addIssue({ code: "custom", message: "The guideline did not arrive whole. Save again." });
    return z.NEVER;
  }
});

/** What a browser sends is only promised by its type. */
const names = z.array(z.string()).catch([]);

const saveForm = formAction(
  saveDraftInput.extend({ slug: z.string(), content: json.pipe(saveDraftInput.shape.content) }),
  async (actor, input) => ({ data: await saveGuidelineDraft(actor, input) }),
);
const publishForm = formAction(
  publishInput.extend({
    slug: z.string(),
    changed: z.preprocess((names) => names ?? [], publishInput.shape.changed),
  }),
  async (actor, input): Promise<{ data: null }> => {
    const { number } = await publishGuideline(actor, input);
    revalidatePath(`/projects/${input.slug}/guideline`);
    redirect(`/projects/${input.slug}/guideline?version=${number}`);
  },
  ["changed"],
);

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Saves what the editor holds, as JSON text, as the draft. */
export async function saveDraftAction(input: {
  slug: string;
  revision: number;
  json: string;
}): Promise<ActionResult<GuidelineDraft>> {
  const { slug, revision, json } = input;
  return saveForm(null, formOf({ slug, revision: String(revision), content: json }));
}

/** Publishes the saved draft and goes to the new version. */
export async function publishGuidelineAction(input: {
  slug: string;
  revision: number;
  note: string;
  changed: readonly string[];
}): Promise<ActionResult<null>> {
  const { slug, revision, note, changed } = input;
  const form = formOf({ slug, revision: String(revision), note });
  for (const anchor of names.parse(changed)) form.append("changed", anchor);
  return publishForm(null, form);
}
