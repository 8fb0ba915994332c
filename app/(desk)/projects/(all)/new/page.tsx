import type { Metadata } from "next";
import { createProjectAction } from "@/app/(desk)/projects/(all)/new/actions";
import { NewProjectForm } from "@/components/projects/new-project-form";
import { forbidden } from "@/lib/errors";
import { pageData } from "@/lib/page-data";
import { mayCreateProject } from "@/lib/projects/queries";

export const metadata: Metadata = { title: "New project" };

/** Starting a project, for administrators and managers. */
export default async function NewProjectPage() {
  await pageData(async (actor) => {
    if (!(await mayCreateProject(actor))) throw forbidden();
  });
  return <NewProjectForm action={createProjectAction} />;
}
