import { CircleCheck } from "lucide-react";
import type { FormAction } from "@/components/forms/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { DeskTabs } from "@/components/work/desk-tabs";
import { ReleaseButton } from "@/components/work/release-button";
import type { Page } from "@/lib/page";
import type { StalledWork } from "@/lib/slots/schema";

/** Places that hold work and whose time ran out, each with a way to free it. */
export function StalledView({
  slug,
  page,
  release,
}: {
  slug: string;
  page: Page<StalledWork>;
  release: FormAction<null>;
}) {
  const at = (cursor: string | null) =>
    cursor ? `/projects/${slug}/work/stalled?at=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Stalled"
        lead="Work was begun, and its time ran out. Its person can still go on with it until you release it."
      />
      <DeskTabs slug={slug} current="/stalled" />
      {page.items.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title="Nothing is stalled">
          An article with marks in it that nobody touches for its whole time stands here.
        </EmptyState>
      ) : (
        <Table caption="Stalled articles">
          <TableHead>
            <TableHeadCell>Article</TableHeadCell>
            <TableHeadCell>Who</TableHeadCell>
            <TableHeadCell className="max-md:hidden">Taken</TableHeadCell>
            <TableHeadCell className="max-md:hidden">Last saved</TableHeadCell>
            <TableHeadCell>
              <span className="sr-only">Release</span>
            </TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((work) => (
              <TableRow key={work.slotId}>
                <TableCell isRowHead className="w-full">
                  <Link
                    href={`/projects/${slug}/articles/${work.articleId}`}
                    className="link line-clamp-2 break-words"
                    dir="auto"
                  >
                    {work.title}
                  </Link>
                </TableCell>
                <TableCell className="whitespace-nowrap">{work.person}</TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  <Time value={work.takenAt} />
                </TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  {work.lastSavedAt ? <Time value={work.lastSavedAt} /> : "Not known"}
                </TableCell>
                <TableCell className="text-right">
                  <ReleaseButton slug={slug} slotId={work.slotId} person={work.person} release={release} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination
        newerHref={at(page.previous)}
        olderHref={at(page.next)}
        newerLabel="Back"
        olderLabel="More"
      />
    </>
  );
}
