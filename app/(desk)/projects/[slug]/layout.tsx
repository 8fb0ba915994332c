import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DeskFrame } from "@/app/(desk)/desk-frame";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";

type Params = { params: Promise<{ slug: string }> };

/** A project's name in the title of its pages; nothing of a project that one does not see. */
export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { slug } = await params;
  const { name } = await pageData((actor) => requireProject(actor, slug, "project.view"));
  return { title: { default: name, template: `%s · ${name}` } };
}

/** The bar with the pages of a project that the reader's role can open. */
export default async function ProjectLayout({ params, children }: Params & { children: ReactNode }) {
  const { slug } = await params;
  const project = await pageData((actor) => requireProject(actor, slug, "project.view"));
  return <DeskFrame project={project}>{children}</DeskFrame>;
}
