"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { onceAction, type Work } from "@/lib/action";
import { raiseInput, replyInput, withdrawInput } from "@/lib/review/dispute-schema";
import { raiseDispute, replyToDispute, withdrawDispute } from "@/lib/review/disputes";

const slug = z.object({ slug: z.string() });
const kept = z.object({ articleId: z.string() });

function onDispute<S extends z.ZodType<{ slug: string }>>(
  name: string,
  input: S,
  run: Work<S, { articleId: string }>,
) {
  return onceAction<S, typeof kept, null>(
    { name: `dispute ${name}`, input, kept },
    run,
    ({ articleId }, values) => {
      revalidatePath(`/projects/${values.slug}/outcome/${articleId}`);
      return { data: null };
    },
  );
}

export const raise = onDispute("raise", raiseInput.extend(slug.shape), raiseDispute);

export const reply = onDispute("reply", replyInput.extend(slug.shape), replyToDispute);

export const withdraw = onDispute("withdraw", withdrawInput.extend(slug.shape), (actor, { disputeId }, tx) =>
  withdrawDispute(actor, disputeId, tx),
);
