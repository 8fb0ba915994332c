import { Clock, Download } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { DeskTabs } from "@/components/work/desk-tabs";
import { TimeTable } from "@/components/work/time-table";
import type { Page } from "@/lib/page";
import { durationText, type TimeRow, type WeekSums } from "@/lib/slots/time-schema";

/** What people spent at work: weekly sums first, then every day, person and article. */
export function TimeView({ slug, page, sums }: { slug: string; page: Page<TimeRow>; sums: WeekSums }) {
  const at = (cursor: string | null) =>
    cursor ? `/projects/${slug}/work/time?at=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Time"
        lead="Counted while keys, pointer or saves show somebody at work on an article; it stops after two idle minutes. No export contains it."
        actions={
          page.items.length > 0 && (
            <LinkButton href={`/api/projects/${slug}/work-time`} icon={<Download />}>
              Download as CSV
            </LinkButton>
          )
        }
      />
      <DeskTabs slug={slug} current="/time" />
      {page.items.length === 0 ? (
        <EmptyState icon={<Clock />} title="No time counted yet">
          It is counted as soon as somebody annotates an article.
        </EmptyState>
      ) : (
        <>
          <Card title="By week" lead="Weeks begin on Monday, UTC." isFlush className="mb-8">
            <Table caption="Time by person and week">
              <TableHead>
                <TableHeadCell className="pl-5">Who</TableHeadCell>
                {sums.weeks.map((week) => (
                  <TableHeadCell key={week} className="text-right">
                    <Day value={week} />
                  </TableHeadCell>
                ))}
              </TableHead>
              <TableBody>
                {sums.people.map((person) => (
                  <TableRow key={person.userId}>
                    <TableCell isRowHead className="pl-5 whitespace-nowrap">
                      {person.name}
                    </TableCell>
                    {person.seconds.map((seconds, index) => (
                      <TableCell key={sums.weeks[index]} className="tabular text-right whitespace-nowrap">
                        {seconds === 0 ? <span className="text-ink-muted">0</span> : durationText(seconds)}
                      </TableCell>
                    ))}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Card>
          <TimeTable slug={slug} rows={page.items} hasPeople />
          <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
        </>
      )}
    </>
  );
}
