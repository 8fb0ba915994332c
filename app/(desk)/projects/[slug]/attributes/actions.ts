"use server";

import { z } from "zod";
import { formAction } from "@/lib/action";
import type { ActionResult } from "@/lib/action-result";
import { publishAttributes, saveAttributeDraft } from "@/lib/attributes/commands";
import { previewAttributes } from "@/lib/attributes/queries";
import {
  type AttributeDraft,
  type AttributePreview,
  publishAttributesInput,
  saveAttributesInput,
} from "@/lib/attributes/schema";

const json = z.string().transform((text, context) => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    context.addIssue({ code: "custom", message: "The attributes did not arrive whole. Save again." });
    return z.NEVER;
  }
});

const saveForm = formAction(
  saveAttributesInput.extend({
    slug: z.string(),
    definitions: json.pipe(saveAttributesInput.shape.definitions),
  }),
  async (actor, input) => ({ data: await saveAttributeDraft(actor, input) }),
);
const previewForm = formAction(z.object({ slug: z.string() }), async (actor, { slug }) => ({
  data: await previewAttributes(actor, slug),
}));
const publishForm = formAction(publishAttributesInput.extend({ slug: z.string() }), async (actor, input) => ({
  data: await publishAttributes(actor, input),
}));

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Saves definitions, as JSON text, as the draft. */
export async function saveAttributesAction(input: {
  slug: string;
  revision: number;
  json: string;
}): Promise<ActionResult<AttributeDraft>> {
  const { slug, revision, json: definitions } = input;
  return saveForm(null, formOf({ slug, revision: String(revision), definitions }));
}

/** What publishing the saved draft would do. */
export async function previewAttributesAction(input: {
  slug: string;
}): Promise<ActionResult<AttributePreview>> {
  return previewForm(null, formOf({ slug: input.slug }));
}

/** Publishes the saved draft. */
export async function publishAttributesAction(input: {
  slug: string;
  revision: number;
  note: string;
}): Promise<ActionResult<AttributeDraft>> {
  const { slug, revision, note } = input;
  return publishForm(null, formOf({ slug, revision: String(revision), note }));
}
