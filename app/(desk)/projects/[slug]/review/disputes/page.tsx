import type { Metadata } from "next";
import { DisputeList } from "@/components/review/dispute-list";
import { pageData } from "@/lib/page-data";
import { listDisputes } from "@/lib/review/dispute-queries";
import { disputeFilters } from "@/lib/review/dispute-schema";

export const metadata: Metadata = { title: "Disputes" };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ show?: string; at?: string }>;
};

/** What annotators dispute, for the project's reviewers. */
export default async function DisputesPage({ params, searchParams }: Props) {
  const [{ slug }, query] = await Promise.all([params, searchParams]);
  const show = disputeFilters.find((filter) => filter === query.show) ?? "open";
  const page = await pageData(
    (actor) => listDisputes(actor, slug, show, query.at),
    `/projects/${slug}/review/disputes`,
  );
  return <DisputeList slug={slug} show={show} page={page} />;
}
