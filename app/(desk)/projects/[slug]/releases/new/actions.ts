"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { licenceInput, noteLicence } from "@/lib/sources/licence";

/** Asks for a release and goes to its page, where one sees it being built. */
export const createReleaseAction = formAction(
  z.looseObject({ slug: z.string() }).and(releaseNaming),
  async (actor, { slug, ...input }): Promise<{ data: null }> => {
    const release = await createRelease(actor, slug, releaseNaming.parse(input), releaseQuery.parse(input));
    redirect(`/projects/${slug}/releases/${release.id}`);
  },
);

/** Notes under which terms a publisher's texts may be passed on. */
export const noteLicenceAction = formAction(
  licenceInput.extend({ slug: z.string() }),
  async (actor, { slug, ...input }) => {
    await noteLicence(actor, input);
    revalidatePath(`/projects/${slug}/releases/new`);
    return { data: null, message: "Noted." };
  },
);
