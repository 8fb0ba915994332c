"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { createCard } from "@/lib/cards/commands";
import { createCardInput } from "@/lib/cards/schema";

const input = createCardInput.extend({ slug: z.string().max(200) });

/** Makes a card from a claim and goes to it. */
export const createCardAction = formAction<typeof input, null>(input, async (actor, { slug, ...card }) => {
  const { id } = await createCard(actor, slug, card);
  redirect(`/projects/${slug}/claims/${id}`);
});
