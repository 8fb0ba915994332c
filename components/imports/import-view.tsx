import { Inbox } from "lucide-react";
import { BatchStateBadge } from "@/components/imports/batch-state";
import { ImportForm } from "@/components/imports/import-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import type { BatchSummary } from "@/lib/imports/schema";
import type { Page } from "@/lib/page";

/** The page on which articles come in: the form, what a folder may hold beside them, and the imports so far. */
export function ImportView({ slug, batches }: { slug: string; batches: Page<BatchSummary> }) {
  const base = `/projects/${slug}/articles`;
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}/import?cursor=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Import articles"
        lead="Blocks and facts are proposed from the files; you correct them, then import."
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Articles" }]} />}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <ImportForm slug={slug} />
        </Card>
        <Card title="Facts from a metadata.csv">
          <div className="flex flex-col gap-3 text-sm text-ink-muted">
            <p>
              Send it together with the files. Its column <code className="text-ink">file</code> names one of
              them; any of these columns may follow:
            </p>
            <p className="font-mono text-xs leading-5 break-words text-ink">
              headline, byline, published, language, original_language, url, publisher, credit, translated,
              derivation
            </p>
            <p>
              Publishers are looked up in the register by name, alias or web domain. A file’s own name never
              makes one.
            </p>
            <p>
              Whole folders:{" "}
              <code className="break-words text-ink">node bin/sourcebench.mjs import --help</code>
            </p>
          </div>
        </Card>
      </div>
      <h2 className="mt-10 mb-2 text-lg font-semibold">Imports</h2>
      {batches.items.length === 0 ? (
        <EmptyState icon={<Inbox />} title="Nothing imported yet" className="py-10">
          What you send stands here, to be checked, imported, and withdrawn again while no work rests on it.
        </EmptyState>
      ) : (
        <Table caption="Imports" className="max-md:min-w-0!">
          <TableHead>
            <TableHeadCell>Import</TableHeadCell>
            <TableHeadCell>State</TableHeadCell>
            <TableHeadCell isNumeric className="max-md:hidden">
              Articles
            </TableHeadCell>
            <TableHeadCell className="max-md:hidden">By</TableHeadCell>
            <TableHeadCell className="max-md:hidden">Started</TableHeadCell>
          </TableHead>
          <TableBody>
            {batches.items.map((batch) => (
              <TableRow key={batch.id}>
                <TableCell isRowHead className="w-full max-md:max-w-none!">
                  <Link
                    href={`${base}/import/${batch.kind === "articles" ? "" : "dataset/"}${batch.id}`}
                    className="link-quiet break-words hover:underline"
                  >
                    {batch.label}
                  </Link>
                  {batch.kind !== "articles" && (
                    <span className="ml-2 text-xs font-normal text-ink-muted">
                      {batch.kind === "annotations" ? "annotated dataset" : "suggestions"}
                    </span>
                  )}
                  {batch.skipped > 0 && (
                    <span className="ml-2 text-xs font-normal text-ink-muted">{batch.skipped} left out</span>
                  )}
                  <p className="mt-0.5 font-normal text-ink-muted md:hidden">
                    {batch.state !== "reading" && `${counted(batch.total, "article")}, `}
                    {batch.createdBy}, <Time value={batch.createdAt} />
                  </p>
                </TableCell>
                <TableCell>
                  <BatchStateBadge state={batch.state} />
                </TableCell>
                <TableCell isNumeric className="max-md:hidden">
                  {batch.state === "reading" ? "–" : batch.total}
                </TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  {batch.createdBy}
                </TableCell>
                <TableCell className="whitespace-nowrap text-ink-muted max-md:hidden">
                  <Time value={batch.createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination newerHref={hrefOf(batches.previous)} olderHref={hrefOf(batches.next)} />
    </>
  );
}
