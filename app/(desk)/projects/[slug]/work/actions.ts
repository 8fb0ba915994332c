"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { recallLayer, releaseSlot } from "@/lib/slots/commands";
import { explainNothingLeft } from "@/lib/slots/queries";
import { recallInput, releaseSlotInput } from "@/lib/slots/schema";
import { takeKeptSlot, takeNextSlot } from "@/lib/slots/take-slot";

const slugInput = z.object({ slug: z.string() });

export const nextArticle = formAction(slugInput, async (actor, { slug }, { id }) => {
  const taken = await takeNextSlot(actor, slug, id);
  if (taken) redirect(`/projects/${slug}/annotate/${taken.layerId}`);
  return { data: await explainNothingLeft(actor, slug) };
});

export const beginKept = formAction(
  z.object({ slug: z.string(), slotId: z.uuid() }),
  async (actor, { slug, slotId }, { id }) => {
    const { layerId } = await takeKeptSlot(actor, slug, slotId, id);
    redirect(`/projects/${slug}/annotate/${layerId}`);
  },
);

export const recall = formAction(recallInput.extend({ slug: z.string() }), async (actor, input) => {
  await recallLayer(actor, input.layerId);
  redirect(`/projects/${input.slug}/annotate/${input.layerId}`);
});

export const release = formAction(releaseSlotInput.extend({ slug: z.string() }), async (actor, input) => {
  await releaseSlot(actor, input.slotId);
  revalidatePath(`/projects/${input.slug}/work`, "layout");
  return { data: null, message: "Released. The place is free again." };
});
