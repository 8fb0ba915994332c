import type { Metadata } from "next";
import { z } from "zod";
import { DifferencesView } from "@/components/releases/differences-view";
import { pageData } from "@/lib/page-data";
import { viewDifferences } from "@/lib/releases/differences";

export const metadata: Metadata = { title: "Differences between releases" };

const search = z.object({
  from: z.string().optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});
type Props = { params: Promise<{ slug: string; releaseId: string }>; searchParams: Promise<unknown> };

/** What a release has that an earlier one has not, and the other way round. */
export default async function DifferencesPage({ params, searchParams }: Props) {
  const { slug, releaseId } = await params;
  const { from, cursor } = search.parse(await searchParams);
  const view = await pageData(
    (actor) => viewDifferences(actor, slug, { from, to: releaseId }, cursor),
    `/projects/${slug}/releases/${releaseId}`,
  );
  return <DifferencesView slug={slug} {...view} />;
}
