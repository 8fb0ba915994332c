"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { madeId, onceAction } from "@/lib/action";
import { createSource } from "@/lib/sources/commands";
import { createSourceInput } from "@/lib/sources/schema";

const form = createSourceInput.extend({ project: z.string().max(200).optional() });

/** Adds the source and goes to its page, in the project where the form stood in one. */
export const createSourceAction = onceAction<typeof form, typeof madeId, null>(
  { name: "source create", input: form, kept: madeId },
  (actor, { project: _project, ...input }, tx) => createSource(actor, input, tx),
  ({ id }, { project }) =>
    redirect(`${project ? `/projects/${encodeURIComponent(project)}` : ""}/sources/${id}`),
);
