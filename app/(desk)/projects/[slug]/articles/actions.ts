"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { setCalibration, setPriorities } from "@/lib/slots/arrange";
import { assignInput, calibrationInput, priorityInput, unassignInput } from "@/lib/slots/arrange-schema";
import { assignArticles, previewAssignment, unassignSlots } from "@/lib/slots/assign";

const lists = ["articleIds", "personIds", "slotIds"];
const yes = z.preprocess((value) => value === true || value === "true", z.boolean());
const items = z
  .string()
  .transform((text, context) => {
    try {
      const value: unknown = JSON.parse(text);
      return value;
    } catch {
      context.addIssue({ code: "custom", message: "This is not a list of articles." });
      return z.NEVER;
    }
  })
  .pipe(priorityInput.shape.items);

function refresh(slug: string): void {
  revalidatePath(`/projects/${slug}`, "layout");
}

/** Who would get what; changes nothing. */
export const preview = formAction(
  assignInput,
  async (actor, input) => ({ data: await previewAssignment(actor, input) }),
  lists,
);

/** Keeps places for people. */
export const assign = formAction(
  assignInput,
  async (actor, input) => {
    const data = await assignArticles(actor, input);
    refresh(input.slug);
    return { data };
  },
  lists,
);

/** Takes an assignment back as far as it has not been begun. */
export const unassign = formAction(
  unassignInput,
  async (actor, input) => {
    const data = await unassignSlots(actor, input);
    refresh(input.slug);
    return { data };
  },
  lists,
);

/** Sets priorities, each article its own. */
export const prioritise = formAction(z.object({ slug: z.string(), items }), async (actor, input) => {
  const data = await setPriorities(actor, input);
  refresh(input.slug);
  return { data };
});

/** Gives articles to every annotator, or makes them ordinary again. */
export const calibrate = formAction(
  calibrationInput.extend({ isCalibration: yes }),
  async (actor, input) => {
    const data = await setCalibration(actor, input);
    refresh(input.slug);
    return { data };
  },
  lists,
);
