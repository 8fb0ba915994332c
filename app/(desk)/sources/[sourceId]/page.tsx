import type { Metadata } from "next";
import * as actions from "@/app/(desk)/sources/[sourceId]/actions";
import { SourceView } from "@/components/sources/source-view";
import { pageData } from "@/lib/page-data";
import { getSourcePage } from "@/lib/sources/page";
import { getSource } from "@/lib/sources/queries";
import { sourcePageQuery } from "@/lib/sources/schema";

type Props = { params: Promise<{ sourceId: string }>; searchParams: Promise<unknown> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { sourceId } = await params;
  return { title: (await pageData((actor) => getSource(actor, sourceId))).name };
}

/** A source: its names and ties, and one part of its record. */
export default async function SourcePage({ params, searchParams }: Props) {
  const { sourceId } = await params;
  const query = sourcePageQuery.parse(await searchParams);
  const data = await pageData(
    (actor) => getSourcePage(actor, sourceId, query),
    `/sources/${sourceId}?view=${query.view}`,
  );
  return <SourceView {...data} base="/sources" actions={actions} />;
}
