import { Plus, Scale } from "lucide-react";
import { Day } from "@/components/ui/day";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { StatusDot } from "@/components/ui/status-dot";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { RoundSummary } from "@/lib/ratings/schema";

/** The rounds the reader rates in or manages; `base` is where they are, in a project or in the house. */
export function RoundList({
  page,
  canManage,
  base,
}: {
  page: Page<RoundSummary>;
  canManage: boolean;
  base: string;
}) {
  const create = canManage && (
    <LinkButton href={`${base}/new`} variant="primary" icon={<Plus />}>
      New round
    </LinkButton>
  );
  const href = (cursor: string | null) => (cursor ? `${base}?${new URLSearchParams({ cursor })}` : undefined);
  return (
    <>
      <PageHeader
        title="Rating rounds"
        lead="Several people rate the same sources, each without seeing the others."
        actions={create}
      />
      {page.items.length === 0 ? (
        <EmptyState icon={<Scale />} title="No round yet" action={create}>
          {canManage
            ? "Name some sources and the people who should rate them. Each sees the others' ratings after saving their own."
            : "When a manager asks you to rate sources, the round is here. You can rate a source on its own page at any time."}
        </EmptyState>
      ) : (
        <Table caption="Rating rounds">
          <TableHead>
            <TableHeadCell>Round</TableHeadCell>
            <TableHeadCell>State</TableHeadCell>
            <TableHeadCell isNumeric>To rate</TableHeadCell>
            <TableHeadCell isNumeric>Sources</TableHeadCell>
            <TableHeadCell isNumeric>Raters</TableHeadCell>
            <TableHeadCell>Due</TableHeadCell>
            <TableHeadCell>Made</TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((round) => (
              <TableRow key={round.id}>
                <TableCell isRowHead>
                  <Link href={`${base}/${round.id}`} className="hover:underline">
                    {round.name}
                  </Link>
                  {round.topic && <span className="ml-2 font-normal text-ink-muted">on {round.topic}</span>}
                </TableCell>
                <TableCell>
                  {round.closedAt ? (
                    <StatusDot>Closed</StatusDot>
                  ) : (
                    <StatusDot tone={round.toRate ? "accent" : "success"}>Open</StatusDot>
                  )}
                </TableCell>
                <TableCell isNumeric>{round.closedAt ? "–" : (round.toRate ?? "–")}</TableCell>
                <TableCell isNumeric>{round.sources}</TableCell>
                <TableCell isNumeric>{round.raters}</TableCell>
                <TableCell className="whitespace-nowrap">
                  {round.dueOn ? <Day value={round.dueOn} /> : <span className="text-ink-muted">None</span>}
                </TableCell>
                <TableCell>
                  <Time value={round.createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination newerHref={href(page.previous)} olderHref={href(page.next)} />
    </>
  );
}
