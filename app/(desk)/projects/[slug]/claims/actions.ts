"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { madeId, onceAction } from "@/lib/action";
import { createCard } from "@/lib/cards/commands";
import { createCardInput } from "@/lib/cards/schema";

const input = createCardInput.extend({ slug: z.string().max(200) });

/** Makes a card from a claim and goes to it. */
export const createCardAction = onceAction<typeof input, typeof madeId, null>(
  { name: "card create", input, kept: madeId },
  (actor, { slug, ...card }, tx) => createCard(actor, slug, card, tx),
  ({ id }, { slug }) => redirect(`/projects/${slug}/claims/${id}`),
);
