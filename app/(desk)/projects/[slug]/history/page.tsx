import type { Metadata } from "next";
import { HistoryView } from "@/components/history/history-view";
import { listHistory } from "@/lib/history/queries";
import { historyFilter } from "@/lib/history/schema";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "History" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** What happened in a project, for its managers. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = historyFilter.parse(await searchParams);
  const history = await pageData((actor) => listHistory(actor, slug, filter), `/projects/${slug}/history`);
  return <HistoryView slug={slug} filter={filter} history={history} />;
}
