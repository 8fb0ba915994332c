"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { withdrawArticle } from "@/lib/redaction/commands";
import { withdrawArticleInput } from "@/lib/redaction/schema";
import { endGold, finishGold, makeGold } from "@/lib/slots/gold";
import { goldInput } from "@/lib/slots/gold-schema";

const input = goldInput.extend({ op: z.enum(["make", "finish", "end"]) });

/** Begins an article's gold, puts it to use, or ends that; gold that is still to be annotated opens at once. */
export const gold = formAction(input, async (actor, { op, ...about }) => {
  const refresh = () => revalidatePath(`/projects/${about.slug}`, "layout");
  if (op === "make") {
    const { layerId, isInUse } = await makeGold(actor, about);
    refresh();
    if (!isInUse) redirect(`/projects/${about.slug}/annotate/${layerId}`);
    return { data: null, message: "Its final marks are gold now" };
  }
  if (op === "finish") {
    await finishGold(actor, about);
    refresh();
    return { data: null, message: "The gold is in use" };
  }
  await endGold(actor, about);
  refresh();
  return { data: null, message: "The gold is no longer used" };
});

/** Withdraws the article for good and leads back to the list. */
export const withdraw = formAction(withdrawArticleInput, async (actor, about): Promise<{ data: null }> => {
  const { slug } = await withdrawArticle(actor, about);
  revalidatePath(`/projects/${slug}`, "layout");
  redirect(`/projects/${slug}/articles`);
});
