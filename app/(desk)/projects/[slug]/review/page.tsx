import type { Metadata } from "next";
import * as actions from "@/app/(desk)/projects/[slug]/review/actions";
import { ReviewQueue } from "@/components/review/review-queue";
import { pageData } from "@/lib/page-data";
import { countReviewQueue, listQueueChoices, listReviewQueue, mayAssignReviews } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import { listViews } from "@/lib/views/queries";

export const metadata: Metadata = { title: "Review" };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ finished?: string }>;
};

/** The review queue: a list of it in an order and under filters that stand in the address. */
export default async function ReviewPage({ params, searchParams }: Props) {
  const [{ slug }, query] = await Promise.all([params, searchParams]);
  const filter = queueFilter.parse(query);
  const data = await pageData(async (actor) => {
    const [page, counts, choices, views, mayAssign] = await Promise.all([
      listReviewQueue(actor, slug, filter),
      countReviewQueue(actor, slug),
      listQueueChoices(actor, slug, filter.publisher),
      listViews(actor, slug, "review"),
      mayAssignReviews(actor, slug),
    ]);
    return { page, counts, choices, views, mayAssign, selfId: actor.userId };
  }, `/projects/${slug}/review`);
  return (
    <ReviewQueue
      slug={slug}
      filter={filter}
      {...data}
      finishedId={query.finished ?? null}
      start={actions.start}
      actions={{ preview: actions.previewAct, act: actions.act, undo: actions.undoAct }}
      viewActions={{ save: actions.saveFilters, remove: actions.deleteFilters }}
    />
  );
}
