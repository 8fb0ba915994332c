import type { Metadata } from "next";
import { z } from "zod";
import { ProjectList } from "@/components/projects/project-list";
import { pageData } from "@/lib/page-data";
import { listProjects, mayCreateProject } from "@/lib/projects/queries";

export const metadata: Metadata = { title: "Projects" };

const query = z.object({ cursor: z.string().optional().catch(undefined) });

/** One's projects. */
export default async function ProjectsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = query.parse(await searchParams);
  const [projects, mayCreate] = await pageData(
    (actor) => Promise.all([listProjects(actor, { cursor }), mayCreateProject(actor)]),
    "/projects",
  );
  return <ProjectList projects={projects} mayCreate={mayCreate} />;
}
