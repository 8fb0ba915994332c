"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { createSource } from "@/lib/sources/commands";
import { createSourceInput } from "@/lib/sources/schema";

const form = createSourceInput.extend({ project: z.string().max(200).optional() });

/** Adds the source and goes to its page, in the project where the form stood in one. */
export const createSourceAction = formAction<typeof form, null>(
  form,
  async (actor, { project, ...input }) => {
    const { id } = await createSource(actor, input);
    redirect(`${project ? `/projects/${encodeURIComponent(project)}` : ""}/sources/${id}`);
  },
);
