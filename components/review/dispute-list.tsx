import { MessagesSquare } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import { type DisputeFilter, type DisputeItem, disputeLabels } from "@/lib/review/dispute-schema";

/** A project's disputes for its reviewers: those that wait for an answer, oldest first, and those that have one. */
export function DisputeList({
  slug,
  show,
  page,
}: {
  slug: string;
  show: DisputeFilter;
  page: Page<DisputeItem>;
}) {
  const base = `/projects/${slug}/review/disputes`;
  const at = (cursor: string | null) => (cursor ? `${base}?show=${show}&at=${cursor}` : undefined);
  return (
    <>
      <PageHeader
        title="Disputes"
        lead="Places of finished articles that an annotator sees otherwise than the review decided."
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/review`, label: "Review" }]} />}
      />
      <LinkTabs
        label="Lists"
        tabs={[
          { href: base, label: "Open", isCurrent: show === "open" },
          { href: `${base}?show=settled`, label: "Answered", isCurrent: show === "settled" },
        ]}
      />
      {page.items.length === 0 ? (
        <EmptyState
          icon={<MessagesSquare />}
          title={show === "open" ? "No dispute is open" : "None has been answered yet"}
          action={<LinkButton href={`/projects/${slug}/review`}>The review queue</LinkButton>}
        >
          Annotators dispute a place from their feedback; what they write comes here.
        </EmptyState>
      ) : (
        <Table caption="Disputes">
          <TableHead>
            <TableHeadCell>Article</TableHeadCell>
            <TableHeadCell>By</TableHeadCell>
            <TableHeadCell>What they say</TableHeadCell>
            <TableHeadCell>Since</TableHeadCell>
            {show === "settled" && <TableHeadCell>Answer</TableHeadCell>}
          </TableHead>
          <TableBody>
            {page.items.map((item) => (
              <TableRow key={item.id}>
                <TableCell>
                  <Link
                    href={`${base}/${item.id}`}
                    className="rounded-sm font-medium break-words hover:underline"
                    dir="auto"
                  >
                    {item.title}
                  </Link>
                </TableCell>
                <TableCell>{item.raisedBy}</TableCell>
                <TableCell>
                  <span className="line-clamp-2 break-words" dir="auto">
                    {item.firstWords}
                  </span>
                </TableCell>
                <TableCell>
                  <Time value={item.createdAt} />
                </TableCell>
                {show === "settled" && (
                  <TableCell>
                    <Badge tone={item.state === "changed" ? "success" : "neutral"}>
                      {disputeLabels[item.state]}
                    </Badge>
                  </TableCell>
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
    </>
  );
}
