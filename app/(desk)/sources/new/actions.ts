"use server";

import { redirect } from "next/navigation";
import { formAction } from "@/lib/action";
import { createSource } from "@/lib/sources/commands";
import { createSourceInput } from "@/lib/sources/schema";

/** Adds the source and goes to its page. */
export const createSourceAction = formAction<typeof createSourceInput, null>(
  createSourceInput,
  async (actor, input) => {
    const { id } = await createSource(actor, input);
    redirect(`/sources/${id}`);
  },
);
