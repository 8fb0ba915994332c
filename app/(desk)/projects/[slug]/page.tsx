import { redirect } from "next/navigation";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";

/** A project opens on its work for whoever annotates, and on its articles for everybody else. */
export default async function ProjectPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { role } = await pageData((actor) => requireProject(actor, slug, "project.view"));
  redirect(`/projects/${slug}/${can(role, "layer.annotate") ? "work" : "articles"}`);
}
