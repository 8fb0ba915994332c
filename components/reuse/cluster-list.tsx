import { Download, GitFork, Search } from "lucide-react";
import { showLabels, sortLabels } from "@/components/reuse/words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import { type ClusterFilter, type ClusterRow, clusterShows, clusterSorts } from "@/lib/reuse/schema";

/** A project's clusters of reuse: what was copied or retold, how often, and what does not fit together. */
export function ClusterList({
  slug,
  clusters,
  filter,
}: {
  slug: string;
  clusters: Page<ClusterRow>;
  filter: ClusterFilter;
}) {
  const base = `/projects/${slug}/reuse`;
  const query = (cursor?: string) =>
    new URLSearchParams(
      Object.entries({ ...filter, cursor }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ).toString();
  const href = (cursor: string | null) => (cursor ? `${base}?${query(cursor)}` : undefined);
  const isNarrowed = filter.q !== undefined || filter.show !== undefined;
  const isEmpty = clusters.items.length === 0 && !isNarrowed && !filter.cursor;
  return (
    <>
      <PageHeader
        title="Reuse"
        lead="Passages that were copied or retold from one another, as the final layers link them."
        actions={
          !isEmpty && (
            <a href={`/api/projects/${slug}/reuse?${query()}`} download className={buttonClass()}>
              <Download aria-hidden="true" />
              Download as CSV
            </a>
          )
        }
      />
      {isEmpty ? (
        <EmptyState icon={<GitFork />} title="Nothing is linked yet">
          Mark a passage as a duplicate while annotating and choose its twin. When the article is finished,
          the two stand here with everything else they are linked to.
        </EmptyState>
      ) : (
        <>
          <ClusterFilters base={base} filter={filter} isNarrowed={isNarrowed} />
          {clusters.items.length === 0 ? (
            <EmptyState icon={<Search />} title="Nothing fits">
              No passage holds these words under this filter. Clear it to see all.
            </EmptyState>
          ) : (
            <ClusterTable base={base} rows={clusters.items} />
          )}
          <Pagination
            newerHref={href(clusters.previous)}
            olderHref={href(clusters.next)}
            newerLabel="Previous"
            olderLabel="Next"
          />
        </>
      )}
    </>
  );
}

function ClusterFilters({
  base,
  filter,
  isNarrowed,
}: {
  base: string;
  filter: ClusterFilter;
  isNarrowed: boolean;
}) {
  return (
    <form action={base} aria-label="Search and filters" className="mb-4 flex flex-wrap items-center gap-2">
      <TextInput
        type="search"
        name="q"
        aria-label="Words of a passage"
        placeholder="Words of a passage"
        defaultValue={filter.q}
        maxLength={200}
        className="min-w-48 grow basis-56"
      />
      <Select
        name="show"
        aria-label="Show"
        defaultValue={filter.show ?? ""}
        className="w-44 max-md:w-[calc(50%-0.25rem)]"
      >
        <option value="">Show: all</option>
        {clusterShows.map((code) => (
          <option key={code} value={code}>
            {showLabels[code]}
          </option>
        ))}
      </Select>
      <Select
        name="sort"
        aria-label="Order"
        defaultValue={filter.sort ?? "newest"}
        className="w-44 max-md:w-[calc(50%-0.25rem)]"
      >
        {clusterSorts.map((code) => (
          <option key={code} value={code}>
            {sortLabels[code]}
          </option>
        ))}
      </Select>
      <Button type="submit">Show</Button>
      {isNarrowed && (
        <Link href={base} className="link px-1 text-sm">
          Clear
        </Link>
      )}
    </form>
  );
}

function ClusterTable({ base, rows }: { base: string; rows: readonly ClusterRow[] }) {
  return (
    <Table caption="Clusters of reuse">
      <TableHead>
        <TableHeadCell>First known passage</TableHeadCell>
        <TableHeadCell isNumeric>Passages</TableHeadCell>
        <TableHeadCell isNumeric>Articles</TableHeadCell>
        <TableHeadCell>Remarkable</TableHeadCell>
        <TableHeadCell>Newest</TableHeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="relative">
            <TableCell isRowHead className="w-full min-w-64">
              <Link
                href={`${base}/${row.id}`}
                lang={row.first.lang ?? undefined}
                dir="auto"
                className="line-clamp-2 rounded-sm text-base break-words after:absolute after:inset-0"
              >
                {row.first.quote}
              </Link>
              <span className="mt-0.5 block truncate text-sm font-normal text-ink-muted" dir="auto">
                {row.first.title ?? row.first.url}
                {row.first.publisher && `, ${row.first.publisher}`}
              </span>
            </TableCell>
            <TableCell isNumeric>{row.passages}</TableCell>
            <TableCell isNumeric>{row.articles}</TableCell>
            <TableCell className="min-w-56">
              <ClusterBadges row={row} />
            </TableCell>
            <TableCell className="whitespace-nowrap text-ink-muted">
              {row.newestAt ? <Time value={row.newestAt} format="day" /> : "Unknown"}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What is remarkable about a cluster, as badges; nothing where nothing is. */
export function ClusterBadges({ row }: { row: Omit<ClusterRow, "first"> }) {
  return (
    <span className="flex flex-wrap gap-1">
      {row.contradictions > 0 && (
        <Badge tone="danger">
          {row.contradictions} {row.contradictions === 1 ? "contradiction" : "contradictions"}
        </Badge>
      )}
      {row.hasUnknownDirection && <Badge tone="warning">{showLabels.undirected}</Badge>}
      {row.hasLoss && <Badge tone="warning">{showLabels.lossy}</Badge>}
      {row.isTranslated && <Badge>{showLabels.translated}</Badge>}
    </span>
  );
}
