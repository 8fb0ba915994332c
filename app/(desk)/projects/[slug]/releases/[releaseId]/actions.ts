"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { retryRelease, withdrawRelease } from "@/lib/releases/commands";
import { withdrawInput } from "@/lib/releases/schema";

/** Puts a release that failed back to be built. */
export const retryReleaseAction = formAction(
  z.object({ slug: z.string(), releaseId: z.string() }),
  async (actor, { slug, releaseId }) => {
    await retryRelease(actor, slug, releaseId);
    revalidatePath(`/projects/${slug}/releases/${releaseId}`);
    return { data: null };
  },
);

/** Notes for good that a release is not to be used any more. */
export const withdrawReleaseAction = formAction(withdrawInput, async (actor, { slug, releaseId, reason }) => {
  await withdrawRelease(actor, slug, releaseId, reason);
  revalidatePath(`/projects/${slug}/releases/${releaseId}`);
  return { data: null };
});
