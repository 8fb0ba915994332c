"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { BulkActions } from "@/components/bulk/bulk-dialog";
import { BulkOutcome } from "@/components/bulk/bulk-outcome";
import { RowBox } from "@/components/bulk/row-box";
import { moveBetweenBoxes, useSelection } from "@/components/bulk/use-selection";
import type { FormAction } from "@/components/forms/action-form";
import { hasQueueActs, ReviewQueueActs } from "@/components/review/review-queue-acts";
import { queueAddress, sortedBy } from "@/components/review/review-queue-address";
import { ReviewQueueRow } from "@/components/review/review-queue-row";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableHead, TableHeadCell } from "@/components/ui/table";
import type { BulkResult } from "@/lib/bulk/schema";
import {
  naturalDirection,
  type QueueChoices,
  type QueueFilter,
  type QueueItem,
  type QueueSort,
} from "@/lib/review/queue-schema";

/** The rows of a list of the queue, to tick and act on together; the names of columns order it. */
export function ReviewQueueTable({
  slug,
  items,
  filter,
  choices,
  mayAssign,
  selfId,
  start,
  actions,
}: {
  slug: string;
  items: readonly QueueItem[];
  filter: QueueFilter;
  choices: QueueChoices;
  mayAssign: boolean;
  selfId: string;
  start: FormAction<unknown>;
  actions: BulkActions;
}) {
  const router = useRouter();
  const [outcome, setOutcome] = useState<BulkResult | null>(null);
  const hasActs = hasQueueActs(filter.show);
  const selection = useSelection(items.flatMap((item) => (item.changed ? [] : [item.articleId])));
  function settle(result: BulkResult) {
    setOutcome(result);
    selection.clear();
    router.refresh();
  }
  return (
    <>
      {outcome && (
        <BulkOutcome
          slug={slug}
          result={outcome}
          undo={actions.undo}
          onUndone={settle}
          onClose={() => setOutcome(null)}
        />
      )}
      {hasActs && items.length > 0 && (
        <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-sm text-ink-muted" role="status">
            {selection.selected.length === 0
              ? "Tick articles to act on them together."
              : `${selection.selected.length} ticked`}
          </p>
          <ReviewQueueActs
            slug={slug}
            list={filter.show}
            selected={selection.selected}
            choices={choices}
            mayAssign={mayAssign}
            selfId={selfId}
            actions={actions}
            onDone={settle}
          />
        </div>
      )}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the boxes inside
        <div onKeyDown={moveBetweenBoxes}>
          <Table caption="Articles to review" className="max-md:min-w-0!">
            <TableHead>
              {hasActs && (
                <TableHeadCell className="w-8 pr-0!">
                  <RowBox label="Tick all" isTicked={selection.isAll} onToggle={selection.toggleAll} />
                </TableHeadCell>
              )}
              <TableHeadCell>Title</TableHeadCell>
              <SortCell slug={slug} filter={filter} sort="source" className="max-lg:hidden">
                Publisher
              </SortCell>
              <SortCell
                slug={slug}
                filter={filter}
                sort="agreement"
                isNumeric
                className="max-sm:hidden"
                title="Mean F1 of the exact spans over all pairs of annotators"
              >
                Agreement
              </SortCell>
              <SortCell slug={slug} filter={filter} sort="conflicts" isNumeric className="max-sm:hidden">
                Conflicts
              </SortCell>
              <TableHeadCell isNumeric className="max-lg:hidden">
                Annotators
              </TableHeadCell>
              <SortCell slug={slug} filter={filter} sort="assignee" className="max-md:hidden">
                Reviewer
              </SortCell>
              <SortCell slug={slug} filter={filter} sort="waiting" className="max-md:hidden">
                {sinceLabels[filter.show] ?? "Waiting since"}
              </SortCell>
              <TableHeadCell>
                <span className="sr-only">What to do</span>
              </TableHeadCell>
            </TableHead>
            <TableBody>
              {items.map((item) => (
                <ReviewQueueRow
                  key={item.articleId}
                  slug={slug}
                  item={item}
                  hasBox={hasActs}
                  isTicked={selection.has(item.articleId)}
                  onToggle={() => selection.toggle(item.articleId)}
                  sinceWord={sinceLabels[filter.show]?.toLowerCase() ?? "queued"}
                  start={start}
                />
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </>
  );
}

const sinceLabels: Partial<Record<QueueFilter["show"], string>> = {
  done: "Finished",
  returned: "Returned",
  signing: "Settled",
  disputed: "Disputed",
};

function SortCell({
  slug,
  filter,
  sort,
  children,
  ...rest
}: {
  slug: string;
  filter: QueueFilter;
  sort: QueueSort;
  isNumeric?: boolean;
  title?: string;
  className?: string;
  children: string;
}) {
  const isCurrent = filter.sort === sort;
  const direction = filter.direction ?? naturalDirection(sort, filter.show);
  return (
    <TableHeadCell
      {...rest}
      aria-sort={isCurrent ? (direction === "up" ? "ascending" : "descending") : undefined}
    >
      <Link
        href={queueAddress(slug, sortedBy(filter, sort))}
        className="rounded-sm hover:text-ink aria-[current]:text-ink"
        aria-current={isCurrent ? "true" : undefined}
      >
        {children}
        {isCurrent && <span aria-hidden="true">{direction === "up" ? " ↑" : " ↓"}</span>}
      </Link>
    </TableHeadCell>
  );
}
