import { Clock } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { TimeTable } from "@/components/work/time-table";
import type { Page } from "@/lib/page";
import { durationText, type TimeRow } from "@/lib/slots/time-schema";

/** One's own active time in a project, article by article. */
export function OwnTimeView({
  slug,
  page,
  time,
}: {
  slug: string;
  page: Page<TimeRow>;
  time: { week: number; total: number };
}) {
  const at = (cursor: string | null) =>
    cursor ? `/projects/${slug}/work/own-time?at=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Your time"
        lead={`This week ${durationText(time.week)}, in all ${durationText(time.total)}. Counted while keys, pointer or saves show you at work on an article; it stops after two idle minutes. You and the managers of the project see it, and no export contains it.`}
      />
      {page.items.length === 0 ? (
        <EmptyState icon={<Clock />} title="No time counted yet">
          It is counted as soon as you annotate an article.
        </EmptyState>
      ) : (
        <>
          <TimeTable slug={slug} rows={page.items} />
          <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
        </>
      )}
    </>
  );
}
