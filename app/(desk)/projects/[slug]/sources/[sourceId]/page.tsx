import type { Metadata } from "next";
import * as actions from "@/app/(desk)/sources/[sourceId]/actions";
import { SourceView } from "@/components/sources/source-view";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { getSourcePage } from "@/lib/sources/page";
import { getSource } from "@/lib/sources/queries";
import { sourcePageQuery } from "@/lib/sources/schema";

type Props = { params: Promise<{ slug: string; sourceId: string }>; searchParams: Promise<unknown> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { sourceId } = await params;
  return { title: (await pageData((actor) => getSource(actor, sourceId))).name };
}

/** A source within a project: its names and ties, and one part of its record. */
export default async function ProjectSourcePage({ params, searchParams }: Props) {
  const { slug, sourceId } = await params;
  const base = `/projects/${slug}/sources`;
  const query = sourcePageQuery.parse(await searchParams);
  const data = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return getSourcePage(actor, sourceId, query);
  }, `${base}/${sourceId}?view=${query.view}`);
  return <SourceView {...data} base={base} actions={actions} />;
}
