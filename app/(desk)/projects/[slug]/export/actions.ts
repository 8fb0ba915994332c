"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { publishRelease } from "@/lib/exports/commands";
import { releaseInput } from "@/lib/exports/schema";

/** Publishes what the filter holds as a release under a name. */
export const publishAction = formAction(
  releaseInput.extend({ slug: z.string() }),
  async (actor, { slug, ...input }) => {
    const release = await publishRelease(actor, slug, input);
    revalidatePath(`/projects/${slug}/export`);
    return { data: null, message: `Published “${release.name}”.` };
  },
);
