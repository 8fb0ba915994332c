"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction, madeId, onceAction } from "@/lib/action";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { licenceInput, noteLicence } from "@/lib/sources/licence";

const input = z.looseObject({ slug: z.string() }).and(releaseNaming);

/** Asks for a release and goes to its page, where one sees it being built. */
export const createReleaseAction = onceAction<typeof input, typeof madeId, null>(
  { name: "release create", input, kept: madeId },
  (actor, { slug, ...chosen }, tx) =>
    createRelease(actor, slug, releaseNaming.parse(chosen), releaseQuery.parse(chosen), tx),
  ({ id }, { slug }) => redirect(`/projects/${slug}/releases/${id}`),
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
