import type { Metadata } from "next";
import { start } from "@/app/(desk)/projects/[slug]/review/actions";
import { ReviewQueue } from "@/components/review/review-queue";
import { pageData } from "@/lib/page-data";
import { countReviewQueue, listReviewQueue } from "@/lib/review/queries";
import { queueFilters } from "@/lib/review/schema";

export const metadata: Metadata = { title: "Review" };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ show?: string; at?: string; finished?: string }>;
};

/** Articles that everybody wanted has handed in, least agreement first. */
export default async function ReviewPage({ params, searchParams }: Props) {
  const [{ slug }, query] = await Promise.all([params, searchParams]);
  const show = queueFilters.find((filter) => filter === query.show) ?? "waiting";
  const data = await pageData(async (actor) => {
    const [page, counts] = await Promise.all([
      listReviewQueue(actor, slug, show, query.at),
      countReviewQueue(actor, slug),
    ]);
    return { page, counts };
  }, `/projects/${slug}/review`);
  return <ReviewQueue slug={slug} show={show} {...data} finishedId={query.finished ?? null} start={start} />;
}
