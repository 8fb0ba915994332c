import { PackageCheck, PackagePlus } from "lucide-react";
import { ReleaseState } from "@/components/releases/release-state";
import { EmptyState } from "@/components/ui/empty-state";
import { fileSizeText } from "@/components/ui/file-size-text";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { ReleaseRow } from "@/lib/releases/schema";

/** A project's releases, newest first. */
export function ReleaseListView({ slug, releases }: { slug: string; releases: Page<ReleaseRow> }) {
  const base = `/projects/${slug}/releases`;
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}?cursor=${encodeURIComponent(cursor)}` : undefined;
  const build = (
    <LinkButton href={`${base}/new`} variant="primary" icon={<PackagePlus />}>
      Build a release
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Releases"
        lead="A release is what others cite, train on and build upon: named and versioned, with the checksum of every file, and never changed."
        actions={releases.items.length > 0 && build}
      />
      {releases.items.length === 0 ? (
        <EmptyState icon={<PackageCheck />} title="No release yet" action={build}>
          Build one when a round of work is done. You see what leaves the house before it does.
        </EmptyState>
      ) : (
        <>
          <Table caption="Releases">
            <TableHead>
              <TableHeadCell>Name and version</TableHeadCell>
              <TableHeadCell>State</TableHeadCell>
              <TableHeadCell isNumeric>Articles</TableHeadCell>
              <TableHeadCell isNumeric>Marks</TableHeadCell>
              <TableHeadCell isNumeric>Files</TableHeadCell>
              <TableHeadCell isNumeric>Size</TableHeadCell>
              <TableHeadCell>Asked for</TableHeadCell>
            </TableHead>
            <TableBody>
              {releases.items.map((release) => (
                <TableRow key={release.id}>
                  <TableCell isRowHead>
                    <Link href={`${base}/${release.id}`} className="link break-words">
                      {release.name} <span className="tabular">{release.version}</span>
                    </Link>
                  </TableCell>
                  <TableCell>
                    <ReleaseState release={release} />
                  </TableCell>
                  <TableCell isNumeric>{figure(release, release.articles)}</TableCell>
                  <TableCell isNumeric>{figure(release, release.annotations)}</TableCell>
                  <TableCell isNumeric>{figure(release, release.files)}</TableCell>
                  <TableCell isNumeric className="whitespace-nowrap">
                    {release.state === "done" ? fileSizeText(release.bytes) : "–"}
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-ink-muted">
                    <Time value={release.createdAt} format="day" /> by {release.createdBy}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          <Pagination newerHref={hrefOf(releases.previous)} olderHref={hrefOf(releases.next)} />
        </>
      )}
    </>
  );
}

function figure({ state }: ReleaseRow, value: number): string {
  return state === "done" ? value.toLocaleString("en") : "–";
}
