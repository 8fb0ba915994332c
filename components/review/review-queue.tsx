import { CircleCheck, ListChecks } from "lucide-react";
import type { BulkActions } from "@/components/bulk/bulk-dialog";
import type { FormAction } from "@/components/forms/action-form";
import { queueAddress, queueQuery } from "@/components/review/review-queue-address";
import { ReviewQueueFilters } from "@/components/review/review-queue-filters";
import { ReviewQueueTable } from "@/components/review/review-queue-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SavedViews, type ViewActions } from "@/components/views/saved-views";
import type { Page } from "@/lib/page";
import type { QueueChoices, QueueCounts, QueueFilter, QueueItem, QueueList } from "@/lib/review/queue-schema";
import type { SavedViewDto } from "@/lib/views/schema";

const emptyTexts: Record<QueueList, { title: string; text: string }> = {
  waiting: {
    title: "Nothing waits for review",
    text: "An article comes here when everybody who was to annotate it has handed in.",
  },
  reviewing: {
    title: "Nobody is reviewing now",
    text: "An article stands here while a reviewer works on it.",
  },
  mine: { title: "You are reviewing nothing now", text: "Begin with an article that waits." },
  returned: {
    title: "Nothing is with its annotators",
    text: "An article that was returned stands here until it is handed in again.",
  },
  signing: {
    title: "Nothing waits for a second reviewer",
    text: "Where the project wants one, an article stands here when every place is settled.",
  },
  disputed: {
    title: "Nobody objects",
    text: "A finished article stands here while an annotator's objection to a decision is open.",
  },
  done: { title: "Nothing is finished yet", text: "Finished articles stand here, the newest first." },
};

const tabs: readonly (readonly [QueueList, string])[] = [
  ["waiting", "Waiting"],
  ["reviewing", "In review"],
  ["mine", "Mine"],
  ["signing", "Sign-off"],
  ["returned", "Returned"],
  ["disputed", "Disputed"],
  ["done", "Finished"],
];

/** The review queue: what waits, is in review, was returned or is finished, in the order and under the filters asked for. */
export function ReviewQueue({
  slug,
  filter,
  page,
  counts,
  choices,
  views,
  mayAssign,
  selfId,
  finishedId,
  start,
  actions,
  viewActions,
}: {
  slug: string;
  filter: QueueFilter;
  page: Page<QueueItem> & { isPartial: boolean };
  counts: QueueCounts;
  choices: QueueChoices;
  views: readonly SavedViewDto[];
  mayAssign: boolean;
  selfId: string;
  finishedId: string | null;
  start: FormAction<unknown>;
  actions: BulkActions;
  viewActions: ViewActions;
}) {
  const { show, at: _at, ...kept } = filter;
  const at = (cursor: string | null) => (cursor ? queueAddress(slug, { ...filter, at: cursor }) : undefined);
  const isNarrowed = filter.publisher !== undefined || filter.assignee !== undefined;
  const isByFigures = filter.sort === "agreement" || filter.sort === "conflicts";
  return (
    <>
      <PageHeader
        title="Review"
        lead="Articles that all their annotators have handed in."
        actions={
          <>
            <LinkButton href={`/projects/${slug}/review/disputes`}>Disputes</LinkButton>
            <SavedViews
              slug={slug}
              place="review"
              base={queueAddress(slug, {})}
              query={queueQuery({ show, ...kept })}
              views={views}
              mayShare={mayAssign}
              actions={viewActions}
            />
          </>
        }
      />
      {finishedId && (
        <ErrorNote
          tone="info"
          className="mb-4"
          title="Finished. The annotators see the outcome now."
          action={
            <LinkButton size="sm" href={`/projects/${slug}/outcome/${finishedId}`}>
              See it
            </LinkButton>
          }
        />
      )}
      <LinkTabs
        label="Lists"
        tabs={tabs.map(([list, label]) => ({
          href: queueAddress(slug, { show: list }),
          label,
          count: counts[list],
          isCurrent: show === list,
        }))}
      />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <ReviewQueueFilters slug={slug} filter={filter} choices={choices} />
      </div>
      {isByFigures && (
        <p className="mb-2 text-sm text-ink-muted">
          Articles that you annotate yourself are left out of this order: their place in it would tell how far
          you agree.
        </p>
      )}
      <ReviewQueueTable
        slug={slug}
        items={page.items}
        filter={filter}
        choices={choices}
        mayAssign={mayAssign}
        selfId={selfId}
        start={start}
        actions={actions}
      />
      {page.items.length === 0 && (
        <EmptyState
          icon={show === "done" ? <CircleCheck /> : <ListChecks />}
          title={
            page.isPartial
              ? "Nothing to show so far"
              : isNarrowed
                ? "No article fits"
                : emptyTexts[show].title
          }
          action={
            isNarrowed ? (
              <LinkButton href={queueAddress(slug, { show })}>Show all of this list</LinkButton>
            ) : show === "waiting" ? undefined : (
              <LinkButton href={queueAddress(slug, {})}>What waits</LinkButton>
            )
          }
        >
          {page.isPartial
            ? "You annotate all of the articles looked at. Go on with “Next”."
            : isNarrowed
              ? "Take a filter away to see more."
              : emptyTexts[show].text}
        </EmptyState>
      )}
      {page.isPartial && page.items.length > 0 && (
        <p className="mt-2 text-sm text-ink-muted" role="status">
          Most of the articles looked at are your own work. More may stand further on: “Next” goes on looking.
        </p>
      )}
      <Pagination
        newerHref={at(page.previous)}
        olderHref={at(page.next)}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </>
  );
}
