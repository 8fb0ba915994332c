import { CircleCheck, ListChecks } from "lucide-react";
import Link from "next/link";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { figure } from "@/lib/agreement/pair-agreement";
import type { Page } from "@/lib/page";
import type { QueueFilter, QueueItem } from "@/lib/review/schema";

const emptyTexts: Record<QueueFilter, { title: string; text: string }> = {
  waiting: {
    title: "Nothing waits for review",
    text: "An article comes here when everybody who was to annotate it has handed in.",
  },
  reviewing: {
    title: "Nobody is reviewing now",
    text: "An article stands here while a reviewer works on it.",
  },
  mine: { title: "You are reviewing nothing now", text: "Begin with an article that waits." },
  done: { title: "Nothing is finished yet", text: "Finished articles stand here, the newest first." },
};

/** The review queue: least agreement first, so that the hardest articles are seen soonest. */
export function ReviewQueue({
  slug,
  show,
  page,
  counts,
  finishedId,
  start,
}: {
  slug: string;
  show: QueueFilter;
  page: Page<QueueItem>;
  counts: { waiting: number; reviewing: number; mine: number };
  finishedId: string | null;
  start: FormAction<unknown>;
}) {
  const base = `/projects/${slug}/review`;
  const at = (cursor: string | null) => (cursor ? `${base}?show=${show}&at=${cursor}` : undefined);
  const tab = (filter: QueueFilter, label: string, count?: number) => ({
    href: filter === "waiting" ? base : `${base}?show=${filter}`,
    label,
    count,
    isCurrent: show === filter,
  });
  return (
    <>
      <PageHeader
        title="Review"
        lead="Articles that everybody wanted has handed in. Those on which the annotators agree least come first."
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
        tabs={[
          tab("waiting", "Waiting", counts.waiting),
          tab("reviewing", "In review", counts.reviewing),
          tab("mine", "Mine", counts.mine),
          tab("done", "Finished"),
        ]}
      />
      {page.items.length === 0 ? (
        <EmptyState
          icon={show === "done" ? <CircleCheck /> : <ListChecks />}
          title={emptyTexts[show].title}
          action={show === "waiting" ? undefined : <LinkButton href={base}>What waits</LinkButton>}
        >
          {emptyTexts[show].text}
        </EmptyState>
      ) : (
        <Table caption="Articles to review" className="max-md:min-w-0!">
          <TableHead>
            <TableHeadCell>Title</TableHeadCell>
            <TableHeadCell isNumeric title="Mean F1 of the exact spans over all pairs of annotators">
              Agreement
            </TableHeadCell>
            <TableHeadCell isNumeric className="max-sm:hidden">
              Conflicts
            </TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              Annotators
            </TableHeadCell>
            <TableHeadCell className="max-md:hidden">{show === "done" ? "Finished" : "Since"}</TableHeadCell>
            <TableHeadCell>
              <span className="sr-only">What to do</span>
            </TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((item) => (
              <TableRow key={item.articleId}>
                <TableCell isRowHead className="w-full md:min-w-56">
                  <span className="line-clamp-2 break-words" dir="auto">
                    {item.title}
                  </span>
                </TableCell>
                <TableCell isNumeric>
                  {item.agreement === null ? (
                    <span className="text-ink-muted" title="One annotator, or nobody marked anything">
                      –
                    </span>
                  ) : (
                    figure(item.agreement)
                  )}
                </TableCell>
                <TableCell isNumeric className="max-sm:hidden">
                  {item.conflicts ?? "–"}
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.annotators}
                </TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  <Since item={item} />
                </TableCell>
                <TableCell className="text-right whitespace-nowrap">
                  <RowAction slug={slug} item={item} start={start} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
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

function Since({ item }: { item: QueueItem }) {
  const time = item.state === "done" ? item.finishedAt : item.readyAt;
  return time ? <Time value={time} /> : "–";
}

function RowAction({ slug, item, start }: { slug: string; item: QueueItem; start: FormAction<unknown> }) {
  const { articleId, state, reviewer, refusal } = item;
  if (state === "done")
    return (
      <LinkButton size="sm" href={`/projects/${slug}/outcome/${articleId}`}>
        Outcome
      </LinkButton>
    );
  if (refusal)
    return (
      <span className="text-ink-muted" title={refusal.message}>
        {refusal.code === "own-work" ? "Annotated by you" : "You are annotating it"}
      </span>
    );
  if (state === "reviewing" && reviewer?.isSelf)
    return (
      <LinkButton size="sm" variant="primary" href={`/projects/${slug}/review/${articleId}`}>
        Go on
      </LinkButton>
    );
  if (state === "reviewing")
    return (
      <Link href={`/projects/${slug}/review/${articleId}`} className="link text-sm">
        {reviewer?.name}
      </Link>
    );
  return (
    <ActionForm action={start} label={`Review ${item.title}`} className="flex flex-col items-end gap-2">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="articleId" value={articleId} />
      <SubmitButton size="sm" variant="secondary">
        Review
      </SubmitButton>
    </ActionForm>
  );
}
