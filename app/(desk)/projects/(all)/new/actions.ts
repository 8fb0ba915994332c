"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { onceAction } from "@/lib/action";
import { createProject } from "@/lib/projects/commands";
import { createProjectInput } from "@/lib/projects/schema";

const kept = z.object({ slug: z.string() });

/** Starts a project and goes to its articles, which say what to do next. */
export const createProjectAction = onceAction<typeof createProjectInput, typeof kept, null>(
  { name: "project create", input: createProjectInput, kept },
  createProject,
  ({ slug }) => redirect(`/projects/${slug}/articles`),
);
