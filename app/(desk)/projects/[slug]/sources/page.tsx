import type { Metadata } from "next";
import { SourceList } from "@/components/sources/source-list";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { listSourceBoard } from "@/lib/sources/board";
import { sourcePermissions } from "@/lib/sources/queries";
import { sourceFilter } from "@/lib/sources/schema";

export const metadata: Metadata = { title: "Sources" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** The register of sources, within a project. */
export default async function ProjectSourcesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/projects/${slug}/sources`;
  const filter = sourceFilter.parse(await searchParams);
  const data = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return { page: await listSourceBoard(actor, filter), permissions: await sourcePermissions(actor) };
  }, base);
  return <SourceList {...data} base={base} filter={filter} />;
}
