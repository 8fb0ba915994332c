import { Download, Equal } from "lucide-react";
import { ArticleChangeCard } from "@/components/releases/article-change-card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import type { Page } from "@/lib/page";
import type { ArticleChange } from "@/lib/releases/compare";

type Compared = {
  id: string;
  name: string;
  version: string;
  articles: number;
  layers: number;
  annotations: number;
};
type Named = { id: string; title: string };

const figures = [
  ["articles", "Articles"],
  ["layers", "Layers"],
  ["annotations", "Marks"],
] as const;

/** How a release differs from one before it: the figures side by side, then article after article. */
export function DifferencesView({
  slug,
  release,
  earlier,
  from,
  differences,
  problem,
}: {
  slug: string;
  release: Named;
  earlier: Named[];
  from: string | null;
  differences: { from: Compared; to: Compared; page: Page<ArticleChange> } | null;
  problem: string | null;
}) {
  const base = `/projects/${slug}/releases`;
  const here = `${base}/${release.id}/differences`;
  const hrefOf = (cursor: string | null) =>
    cursor && from ? `${here}?from=${from}&cursor=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title={`What ${release.title} changed`}
        lead="People and times are left aside: they have other pseudonyms in every release."
        breadcrumb={
          <Breadcrumb
            items={[
              { href: base, label: "Releases" },
              { href: `${base}/${release.id}`, label: release.title },
            ]}
          />
        }
        actions={
          differences && (
            <a
              href={`/api/projects/${slug}/releases/${release.id}/differences?from=${from}`}
              download
              className={buttonClass("secondary")}
            >
              <Download aria-hidden="true" />
              All as JSON
            </a>
          )
        }
      />
      {earlier.length > 1 && (
        <LinkTabs
          label="Compared with"
          tabs={earlier.map(({ id, title }) => ({
            href: `${here}?from=${id}`,
            label: title,
            isCurrent: id === from,
          }))}
        />
      )}
      {problem && <ErrorNote tone="warning">{problem}</ErrorNote>}
      {from === null && (
        <EmptyState icon={<Equal />} title="Nothing to compare with">
          There is no release before this one. Build another, and compare the two then.
        </EmptyState>
      )}
      {differences && (
        <div className="flex flex-col gap-6">
          <Table caption="Figures of both releases" className="max-md:min-w-0!">
            <TableHead>
              <TableHeadCell>
                <span className="sr-only">Figure</span>
              </TableHeadCell>
              <TableHeadCell isNumeric>{title(differences.from)}</TableHeadCell>
              <TableHeadCell isNumeric>{title(differences.to)}</TableHeadCell>
            </TableHead>
            <TableBody>
              {figures.map(([name, label]) => (
                <TableRow key={name}>
                  <TableCell isRowHead>{label}</TableCell>
                  <TableCell isNumeric>{differences.from[name].toLocaleString("en")}</TableCell>
                  <TableCell isNumeric>{differences.to[name].toLocaleString("en")}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          {differences.page.items.length === 0 && !differences.page.next && !differences.page.previous ? (
            <EmptyState icon={<Equal />} title="No article differs">
              Texts, facts, marks and links are the same in both.
            </EmptyState>
          ) : (
            <>
              {differences.page.items.length === 0 && (
                <p className="text-base text-ink-muted">
                  None of the articles that were looked at for this page differs. Go on to the next.
                </p>
              )}
              {differences.page.items.map((change) => (
                <ArticleChangeCard key={change.article} change={change} />
              ))}
              <Pagination
                newerHref={hrefOf(differences.page.previous)}
                olderHref={hrefOf(differences.page.next)}
                newerLabel="Before"
                olderLabel="More articles"
              />
            </>
          )}
        </div>
      )}
    </>
  );
}

function title({ name, version }: Compared): string {
  return `${name} ${version}`;
}
