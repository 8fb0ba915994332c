"use server";

import { redirect } from "next/navigation";
import { formAction } from "@/lib/action";
import { createProject } from "@/lib/projects/commands";
import { createProjectInput } from "@/lib/projects/schema";

/** Starts a project and goes to its articles, which say what to do next. */
export const createProjectAction = formAction(
  createProjectInput,
  async (actor, input): Promise<{ data: null }> => {
    const project = await createProject(actor, input);
    redirect(`/projects/${project.slug}/articles`);
  },
);
