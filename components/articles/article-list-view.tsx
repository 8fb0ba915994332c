import { FilePlus, FileText, SearchX } from "lucide-react";
import type { ArrangeActions } from "@/components/articles/arrange-bar";
import { ArticleFilters } from "@/components/articles/article-filters";
import { ArticleSelection } from "@/components/articles/article-selection";
import { ArticleTable } from "@/components/articles/article-table";
import { BulkBar } from "@/components/articles/bulk-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import type { ArticleFilter, ArticleFilterOptions, ArticleRow } from "@/lib/articles/list-schema";
import type { UnreadComments } from "@/lib/comments/schema";
import type { Page } from "@/lib/page";
import type { Assignee } from "@/lib/slots/arrange-schema";

/** The address of the list with these filters; blank ones are left out. */
function addressOf(base: string, filter: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  return query.size > 0 ? `${base}?${query}` : base;
}

/** A project's articles with search and filters; empty, it says what to do. */
export function ArticleListView({
  slug,
  filter,
  articles,
  unread,
  options,
  mayImport,
  arrange,
}: {
  slug: string;
  filter: ArticleFilter;
  articles: Page<ArticleRow>;
  /** How many comments the reader has not read, by article. */
  unread: UnreadComments;
  options: ArticleFilterOptions;
  mayImport: boolean;
  /** For whoever assigns; null for others. */
  arrange: { people: readonly Assignee[]; actions: ArrangeActions } | null;
}) {
  const base = `/projects/${slug}/articles`;
  const { cursor, ...chosen } = filter;
  const isFiltered = Object.values(chosen).some((value) => value !== undefined && value !== "");
  const hrefOf = (next: string | null) => (next ? addressOf(base, { ...chosen, cursor: next }) : undefined);
  const importButton = (
    <LinkButton href={`${base}/import`} variant="primary" icon={<FilePlus />}>
      Import articles
    </LinkButton>
  );
  const isEmpty = articles.items.length === 0 && !cursor;
  if (isEmpty && !isFiltered)
    return (
      <>
        <PageHeader title="Articles" />
        <EmptyState icon={<FileText />} title="No articles yet" action={mayImport ? importButton : undefined}>
          {mayImport
            ? "Paste a text or upload files (.txt, .html, .jsonl, .csv). You check blocks and facts before anything is stored."
            : "A manager of this project imports them; then they stand here."}
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title="Articles" actions={mayImport && importButton} className="mb-4" />
      <ArticleFilters
        key={JSON.stringify(chosen)}
        base={base}
        filter={filter}
        options={options}
        isFiltered={isFiltered}
      />
      {articles.items.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="No article fits"
          action={<LinkButton href={base}>Show all articles</LinkButton>}
        >
          Take a filter away, or search for fewer or other words. The text of articles is searched from three
          characters on.
        </EmptyState>
      ) : (
        <ArticleSelection key={cursor ?? "first"}>
          {arrange && <BulkBar slug={slug} people={arrange.people} actions={arrange.actions} />}
          <ArticleTable base={base} articles={articles.items} unread={unread} />
        </ArticleSelection>
      )}
      <Pagination newerHref={hrefOf(articles.previous)} olderHref={hrefOf(articles.next)} />
    </>
  );
}
