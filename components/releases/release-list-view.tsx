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
import { counted } from "@/lib/counted";
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
          <Table caption="Releases" className="max-md:min-w-0!">
            <TableHead>
              <TableHeadCell>Name and version</TableHeadCell>
              <TableHeadCell>State</TableHeadCell>
              {["Articles", "Marks", "Files", "Size"].map((name) => (
                <TableHeadCell key={name} isNumeric className="max-md:hidden">
                  {name}
                </TableHeadCell>
              ))}
              <TableHeadCell className="max-md:hidden">Asked for</TableHeadCell>
            </TableHead>
            <TableBody>
              {releases.items.map((release) => (
                <TableRow key={release.id}>
                  <TableCell isRowHead className="max-md:w-full max-md:max-w-none!">
                    <Link href={`${base}/${release.id}`} className="link break-words">
                      {release.name} <span className="tabular">{release.version}</span>
                    </Link>
                    <p className="mt-0.5 font-normal text-ink-muted md:hidden">
                      {release.state === "done" && figures(release)}
                      <Time value={release.createdAt} format="day" /> by {release.createdBy}
                    </p>
                  </TableCell>
                  <TableCell className="whitespace-nowrap max-md:align-top">
                    <ReleaseState release={release} />
                  </TableCell>
                  <TableCell isNumeric className="max-md:hidden">
                    {figure(release, release.articles)}
                  </TableCell>
                  <TableCell isNumeric className="max-md:hidden">
                    {figure(release, release.annotations)}
                  </TableCell>
                  <TableCell isNumeric className="max-md:hidden">
                    {figure(release, release.files)}
                  </TableCell>
                  <TableCell isNumeric className="whitespace-nowrap max-md:hidden">
                    {release.state === "done" ? fileSizeText(release.bytes) : "–"}
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
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

/** What stands in columns, in words: a telephone has no room for them. */
function figures({ articles, annotations, files, bytes }: ReleaseRow): string {
  const counts = [counted(articles, "article"), counted(annotations, "mark"), counted(files, "file")];
  return `${[...counts, fileSizeText(bytes)].join(", ")}; `;
}

function figure({ state }: ReleaseRow, value: number): string {
  return state === "done" ? value.toLocaleString("en") : "–";
}
