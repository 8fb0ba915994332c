import { MessagesSquare } from "lucide-react";
import { TrendPlot } from "@/components/outcome/trend-plot";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { figure } from "@/lib/agreement/pair-agreement";
import type { Page } from "@/lib/page";
import type { FeedbackFilter, FeedbackItem, Trends } from "@/lib/review/feedback";
import { labelOf } from "@/lib/vocabulary";

const emptyTexts: Record<FeedbackFilter, { title: string; text: string }> = {
  all: {
    title: "No feedback yet",
    text: "When an article that you annotated is finished, what became of your marks stands here.",
  },
  news: { title: "Nothing new", text: "You have looked at every outcome and every answer." },
  changed: { title: "Nothing was decided otherwise", text: "All of your marks were taken as you made them." },
  disputed: {
    title: "You have disputed nothing",
    text: "Open an article and press “Dispute” at a place that you see otherwise.",
  },
};

/** What became of one's own marks, article by article, and how that goes over time. */
export function FeedbackView({
  slug,
  show,
  page,
  trends,
}: {
  slug: string;
  show: FeedbackFilter;
  page: Page<FeedbackItem>;
  trends: Trends;
}) {
  const base = `/projects/${slug}/outcome`;
  const at = (cursor: string | null) => (cursor ? `${base}?show=${show}&at=${cursor}` : undefined);
  const tab = (filter: FeedbackFilter, label: string) => ({
    href: filter === "all" ? base : `${base}?show=${filter}`,
    label,
    isCurrent: show === filter,
  });
  return (
    <>
      <PageHeader
        title="Feedback"
        lead="What became of your marks once a reviewer had settled an article, with the reasons. Only you see this page."
      />
      {trends.articles > 0 && <TrendCards trends={trends} />}
      <LinkTabs
        label="Lists"
        tabs={[
          tab("all", "All"),
          tab("news", "New"),
          tab("changed", "Decided otherwise"),
          tab("disputed", "Disputed"),
        ]}
      />
      {page.items.length === 0 ? (
        <EmptyState
          icon={<MessagesSquare />}
          title={emptyTexts[show].title}
          action={
            show === "all" ? (
              <LinkButton href={`/projects/${slug}/work`}>Your work</LinkButton>
            ) : (
              <LinkButton href={base}>All feedback</LinkButton>
            )
          }
        >
          {emptyTexts[show].text}
        </EmptyState>
      ) : (
        <Table caption="Your finished articles" className="max-md:min-w-0!">
          <TableHead>
            <TableHeadCell>Article</TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              As marked
            </TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              Changed
            </TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              Not taken
            </TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              Missed
            </TableHeadCell>
            <TableHeadCell
              isNumeric
              className="max-md:hidden"
              title="F1 of your exact spans against the final ones"
            >
              F1
            </TableHeadCell>
            <TableHeadCell className="max-md:hidden">Finished</TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((item) => (
              <TableRow key={item.articleId}>
                <TableCell>
                  <span className="flex flex-wrap items-center gap-2">
                    <Link
                      href={`${base}/${item.articleId}`}
                      className="rounded-sm font-medium break-words hover:underline"
                      dir="auto"
                    >
                      {item.title}
                    </Link>
                    {item.isNews && <Badge tone="accent">New</Badge>}
                    {item.disputes > 0 && (
                      <span className="text-ink-muted">
                        {item.disputes} disputed, {item.answered} answered
                      </span>
                    )}
                  </span>
                  <p className="mt-0.5 text-ink-muted md:hidden">
                    {item.taken} as marked, {item.changed} changed, {item.rejected} not taken, {item.missed}{" "}
                    missed{item.f1 !== null && `, F1\u00a0${figure(item.f1)}`}. Finished{" "}
                    <Time value={item.finishedAt} />
                  </p>
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.taken}
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.changed}
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.rejected}
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.missed}
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {item.f1 === null ? "no marks" : figure(item.f1)}
                </TableCell>
                <TableCell className="max-md:hidden">
                  <Time value={item.finishedAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
    </>
  );
}

function TrendCards({ trends }: { trends: Trends }) {
  const most = trends.reasons[0]?.count ?? 1;
  return (
    <div className="mb-8 grid gap-4 md:grid-cols-2">
      <Card title="Agreement with the final layers">
        <p className="mb-3 text-sm text-ink-muted">
          {trends.f1 === null
            ? "Nothing was marked in your finished articles, by you or in the end."
            : `F1 ${figure(trends.f1)} over ${trends.articles} ${trends.articles === 1 ? "article" : "articles"}: how many of your spans are the final ones to the letter, and the other way round.`}
        </p>
        {trends.f1 !== null && <TrendPlot weeks={trends.weeks} />}
      </Card>
      <Card title="Commonest reasons">
        {trends.reasons.length === 0 ? (
          <p className="text-sm text-ink-muted">No mark of yours was decided otherwise with a reason.</p>
        ) : (
          <ol className="flex flex-col gap-2 text-sm">
            {trends.reasons.slice(0, 7).map(({ reason, count }) => (
              <li key={reason} className="grid grid-cols-[10rem_1fr_2rem] items-center gap-3">
                <span className="truncate">{labelOf(reason)}</span>
                <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-2 w-full" aria-hidden="true">
                  <rect width={(100 * count) / most} height={6} rx={1} className="fill-accent" />
                </svg>
                <span className="tabular text-right">{count}</span>
              </li>
            ))}
          </ol>
        )}
      </Card>
    </div>
  );
}
