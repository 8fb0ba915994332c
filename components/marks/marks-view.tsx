import { Download, TextSearch } from "lucide-react";
import type { BulkActions } from "@/components/bulk/bulk-dialog";
import { marksAddress, marksQuery } from "@/components/marks/marks-address";
import { MarksFilters } from "@/components/marks/marks-filters";
import { MarksTable } from "@/components/marks/marks-table";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SavedViews, type ViewActions } from "@/components/views/saved-views";
import type { MarkChoices, MarkFilter, MarkLineDto } from "@/lib/marks/schema";
import type { Page } from "@/lib/page";
import type { SavedViewDto } from "@/lib/views/schema";

/** Every mark in its context as one line. */
export function MarksView({
  slug,
  filter,
  page,
  choices,
  views,
  actions,
  viewActions,
}: {
  slug: string;
  filter: MarkFilter;
  page: Page<MarkLineDto> & { isPartial: boolean };
  choices: MarkChoices & { mayAct: boolean; mayShare: boolean };
  views: readonly SavedViewDto[];
  actions: BulkActions;
  viewActions: ViewActions;
}) {
  const { at: _at, ...kept } = filter;
  const href = (at: string | null) => (at ? marksAddress(slug, { ...filter, at }) : undefined);
  return (
    <div data-broad>
      <PageHeader
        title="Marks"
        lead="Every mark in its context, one line each. Order them by the words before or after to see what is marked alike."
        actions={
          <>
            <SavedViews
              slug={slug}
              place="marks"
              base={marksAddress(slug, {})}
              query={marksQuery(kept)}
              views={views}
              mayShare={choices.mayShare}
              actions={viewActions}
            />
            <a href={`/api/projects/${slug}/marks?${marksQuery(kept)}`} download className={buttonClass()}>
              <Download aria-hidden="true" />
              Download as CSV
            </a>
          </>
        }
      />
      <MarksFilters slug={slug} filter={filter} choices={choices} />
      <MarksTable
        slug={slug}
        filter={filter}
        items={page.items}
        attributes={choices.attributes}
        mayAct={choices.mayAct}
        actions={actions}
      />
      {page.items.length === 0 && (
        <EmptyState icon={<TextSearch />} title={page.isPartial ? "Nothing fits so far" : "No mark here"}>
          {page.isPartial
            ? "None of the lines looked at fits. Go on with “Next”."
            : "Final marks stand here once an article is finished. Where a filter is set, take it away to see more."}
        </EmptyState>
      )}
      {page.isPartial && page.items.length > 0 && (
        <p className="mt-2 text-sm text-ink-muted" role="status">
          More may fit further on: “Next” goes on looking.
        </p>
      )}
      <Pagination
        newerHref={href(page.previous)}
        olderHref={href(page.next)}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </div>
  );
}
