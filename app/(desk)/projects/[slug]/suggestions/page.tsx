import type { Metadata } from "next";
import { z } from "zod";
import { RunsView } from "@/components/suggestions/runs-view";
import { pageData } from "@/lib/page-data";
import { listSuggestionRuns } from "@/lib/suggestions/queries";

export const metadata: Metadata = { title: "Suggestions" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

const query = z.object({ cursor: z.string().max(300).optional().catch(undefined) });

/** What programs suggested in a project and how it was answered, for its managers. */
export default async function SuggestionsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = query.parse(await searchParams);
  const runs = await pageData(
    (actor) => listSuggestionRuns(actor, slug, filter),
    `/projects/${slug}/suggestions`,
  );
  return <RunsView slug={slug} runs={runs} />;
}
