import { Plus, Search, Users } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { TextInput } from "@/components/ui/text-input";
import type { Page } from "@/lib/page";
import type { SourceFilter, SourcePermissions, SourceSummary } from "@/lib/sources/schema";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

/** The register as a list with its filters. */
export function SourceList({
  page,
  filter,
  permissions,
}: {
  page: Page<SourceSummary>;
  filter: SourceFilter;
  permissions: SourcePermissions;
}) {
  const isFiltered = Boolean(filter.q || filter.kind || filter.show);
  const create = permissions.canPropose && (
    <LinkButton href="/sources/new" variant="primary" icon={<Plus />}>
      {permissions.canEdit ? "New source" : "Propose a source"}
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Sources"
        lead="Everybody and everything that publishes or is quoted: one register for all projects."
        actions={create}
      />
      <form action="/sources" className="mb-4 flex flex-wrap items-center gap-2" aria-label="Filter sources">
        <TextInput
          name="q"
          type="search"
          aria-label="Name or alias"
          placeholder="Name or alias"
          defaultValue={filter.q}
          className="w-64! max-md:w-full!"
        />
        <Select name="kind" aria-label="Kind" defaultValue={filter.kind ?? ""} className="w-44">
          <option value="">Every kind</option>
          {sourceKinds.map((kind) => (
            <option key={kind} value={kind}>
              {labelOf(kind)}
            </option>
          ))}
        </Select>
        <Select name="show" aria-label="Which" defaultValue={filter.show ?? ""} className="w-44">
          <option value="">In use</option>
          <option value="proposals">Proposals only</option>
          <option value="merged">Merged away</option>
        </Select>
        <SubmitButton variant="secondary" icon={<Search />}>
          Search
        </SubmitButton>
        {isFiltered && (
          <Link href="/sources" className="link text-sm">
            Clear
          </Link>
        )}
      </form>
      {page.items.length === 0 ? (
        <EmptyState
          icon={<Users />}
          title={isFiltered ? "No source matches" : "No source yet"}
          action={create}
        >
          {isFiltered
            ? "Try a part of the name, another kind, or clear the filter."
            : "Add the outlets you read and the people and bodies they quote. Then mentions can be resolved to them, and they can be rated."}
        </EmptyState>
      ) : (
        <Table caption="Sources">
          <TableHead>
            <TableHeadCell>Name</TableHeadCell>
            <TableHeadCell>Kind</TableHeadCell>
            <TableHeadCell>Also known as</TableHeadCell>
          </TableHead>
          <TableBody>
            {page.items.map((source) => (
              <TableRow key={source.id}>
                <TableCell isRowHead>
                  <Link href={`/sources/${source.id}`} className="hover:underline">
                    {source.name}
                  </Link>{" "}
                  {source.isProposal && <Badge tone="warning">Proposed</Badge>}
                  {source.isMerged && <Badge>Merged</Badge>}
                </TableCell>
                <TableCell>{labelOf(source.kind)}</TableCell>
                <TableCell className="text-ink-muted">{source.aliases.join(" · ")}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination
        newerHref={page.previous ? hrefOf(filter, page.previous) : undefined}
        olderHref={page.next ? hrefOf(filter, page.next) : undefined}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </>
  );
}

function hrefOf(filter: SourceFilter, cursor: string): string {
  const query = new URLSearchParams({ cursor });
  if (filter.q) query.set("q", filter.q);
  if (filter.kind) query.set("kind", filter.kind);
  if (filter.show) query.set("show", filter.show);
  return `/sources?${query}`;
}
