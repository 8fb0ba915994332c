import type { Metadata } from "next";
import { FeedbackView } from "@/components/outcome/feedback-view";
import { pageData } from "@/lib/page-data";
import { feedbackFilters } from "@/lib/review/feedback";
import { getTrends, listFeedback } from "@/lib/review/feedback-queries";

export const metadata: Metadata = { title: "Feedback" };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ show?: string; at?: string }>;
};

/** What became of one's own marks, article by article, and one's own trends. */
export default async function FeedbackPage({ params, searchParams }: Props) {
  const [{ slug }, query] = await Promise.all([params, searchParams]);
  const show = feedbackFilters.find((filter) => filter === query.show) ?? "all";
  const data = await pageData(async (actor) => {
    const [page, trends] = await Promise.all([
      listFeedback(actor, slug, show, query.at),
      getTrends(actor, slug),
    ]);
    return { page, trends };
  }, `/projects/${slug}/outcome`);
  return <FeedbackView slug={slug} show={show} {...data} />;
}
