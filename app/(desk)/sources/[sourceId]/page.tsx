import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/sources/[sourceId]/actions";
import { SourceView } from "@/components/sources/source-view";
import { pageData } from "@/lib/page-data";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { getSource, listSourceEvents, sourcePermissions } from "@/lib/sources/queries";
import { listSourceArticles, listSourceAttributions } from "@/lib/sources/record";

type Props = { params: Promise<{ sourceId: string }>; searchParams: Promise<unknown> };

const query = z.object({
  articles: z.string().max(2_000).optional().catch(undefined),
  said: z.string().max(2_000).optional().catch(undefined),
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { sourceId } = await params;
  return { title: (await pageData((actor) => getSource(actor, sourceId))).name };
}

/** A source: its names and ties, its record here, and its ratings. */
export default async function SourcePage({ params, searchParams }: Props) {
  const { sourceId } = await params;
  const { articles, said } = query.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      source: await getSource(actor, sourceId),
      articles: await listSourceArticles(actor, sourceId, articles),
      attributions: await listSourceAttributions(actor, sourceId, said),
      ratings: await getSourceRatings(actor, sourceId),
      events: await listSourceEvents(actor, sourceId),
      permissions: await sourcePermissions(actor),
    }),
    `/sources/${sourceId}`,
  );
  return <SourceView {...data} actions={actions} />;
}
