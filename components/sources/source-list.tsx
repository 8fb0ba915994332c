import { Download, Plus, Search, Users } from "lucide-react";
import { SourceBoardTable } from "@/components/sources/source-board-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { Page } from "@/lib/page";
import type { SourceBoardProject, SourceBoardRow } from "@/lib/sources/board-schema";
import type { SourceFilter, SourcePermissions } from "@/lib/sources/schema";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

type Show = NonNullable<SourceFilter["show"]> | "in-use";

const views: readonly { show: Show; label: string; help: string; title: string; empty: string }[] = [
  {
    show: "in-use",
    label: "In use",
    help: "By name.",
    title: "No source yet",
    empty:
      "Add the outlets you read and the people and bodies they quote. Then mentions can be resolved to them, and they can be rated.",
  },
  {
    show: "rated",
    label: "Rated",
    help: "The last rated first. Others' grades show once you have saved your own.",
    title: "Nothing is rated yet",
    empty: "Open a source and rate it, or let a manager start a round.",
  },
  {
    show: "due",
    label: "Due",
    help: "Often used here and not rated within the last year; the most used first.",
    title: "Nothing is due",
    empty:
      "Sources that finished articles name show here until somebody has rated them, and again after a year.",
  },
  {
    show: "contested",
    label: "Contested",
    help: "Sources you have rated whose grades lie two and more apart; the widest first.",
    title: "Nothing you have rated is contested",
    empty:
      "You see others' grades only of what you have rated yourself, so this view holds no other sources.",
  },
  {
    show: "proposals",
    label: "Proposals",
    help: "Proposed while annotating, not registered yet.",
    title: "No proposal waits",
    empty: "Proposals of annotators show here until somebody registers or merges them.",
  },
  {
    show: "merged",
    label: "Merged away",
    help: "Sources that another one stands for.",
    title: "Nothing is merged",
    empty: "Merge a source into another on its own page.",
  },
];

/** The register as a board: its views, filters and the table. */
export function SourceList({
  page,
  base,
  filter,
  permissions,
}: {
  page: Page<SourceBoardRow> & { projects: SourceBoardProject[]; chosen: string | null };
  /** Where the register stands: in a project, whose bar stays, or for the installation. */
  base: string;
  filter: SourceFilter;
  permissions: SourcePermissions;
}) {
  const show: Show = filter.show ?? "in-use";
  const view = views.find((one) => one.show === show);
  const isFiltered = Boolean(filter.q || filter.kind);
  const create = permissions.canPropose && (
    <LinkButton href={`${base}/new`} variant="primary" icon={<Plus />}>
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
      <LinkTabs
        label="Views of the sources"
        tabs={views.map((one) => ({
          href: addressOf(base, {
            ...filter,
            show: one.show === "in-use" ? undefined : one.show,
            cursor: undefined,
          }),
          label: one.label,
          isCurrent: one.show === show,
        }))}
      />
      <Filters page={page} base={base} filter={filter} isFiltered={isFiltered} />
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-sm text-ink-muted">
          {view?.help} Published and attributed count {countedIn(page)}.{" "}
          {show === "proposals" && permissions.canEdit && (
            <Link className="link" href={`${base}/proposals`}>
              Settle them one by one
            </Link>
          )}
        </p>
        {page.items.length > 0 && (
          <LinkButton
            href={addressOf("/api/sources/table", { ...filter, cursor: undefined })}
            download
            size="sm"
            icon={<Download />}
          >
            Download as CSV
          </LinkButton>
        )}
      </div>
      {page.items.length === 0 ? (
        <EmptyState
          icon={<Users />}
          title={isFiltered ? "No source matches" : (view?.title ?? "")}
          action={show === "in-use" ? create : undefined}
        >
          {isFiltered ? "Try a part of the name, another kind, or clear the filter." : view?.empty}
        </EmptyState>
      ) : (
        <SourceBoardTable rows={page.items} />
      )}
      <Pagination
        newerHref={page.previous ? addressOf(base, { ...filter, cursor: page.previous }) : undefined}
        olderHref={page.next ? addressOf(base, { ...filter, cursor: page.next }) : undefined}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </>
  );
}

function countedIn({ projects, chosen }: { projects: SourceBoardProject[]; chosen: string | null }): string {
  const project = projects.find((one) => one.slug === chosen);
  return project ? `in ${project.name}` : "in all your projects";
}

function Filters({
  page,
  base,
  filter,
  isFiltered,
}: {
  page: { projects: SourceBoardProject[]; chosen: string | null };
  base: string;
  filter: SourceFilter;
  isFiltered: boolean;
}) {
  const kept = { show: filter.show, project: filter.project };
  return (
    <form
      key={JSON.stringify({ ...filter, cursor: undefined })}
      action={base}
      className="mb-4 flex flex-wrap items-center gap-2"
      aria-label="Filter sources"
    >
      {filter.show && <input type="hidden" name="show" value={filter.show} />}
      <TextInput
        name="q"
        type="search"
        aria-label="Name or alias"
        placeholder="Name or alias"
        defaultValue={filter.q}
        className="w-64! max-md:w-full!"
      />
      <Select
        name="kind"
        aria-label="Kind"
        defaultValue={filter.kind ?? ""}
        className="w-44 max-md:w-[calc(50%-0.25rem)]"
      >
        <option value="">Every kind</option>
        {sourceKinds.map((kind) => (
          <option key={kind} value={kind}>
            {labelOf(kind)}
          </option>
        ))}
      </Select>
      {page.projects.length > 1 && (
        <Select
          name="project"
          aria-label="Counted in"
          defaultValue={page.chosen ?? ""}
          className="w-52 max-md:w-[calc(50%-0.25rem)]"
        >
          {filter.show !== "due" && <option value="">All your projects</option>}
          {page.projects.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <SubmitButton variant="secondary" icon={<Search />}>
        Search
      </SubmitButton>
      {isFiltered && (
        <Link href={addressOf(base, kept)} className="link text-sm">
          Clear
        </Link>
      )}
    </form>
  );
}

function addressOf(base: string, filter: Partial<SourceFilter>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  return query.size > 0 ? `${base}?${query}` : base;
}
