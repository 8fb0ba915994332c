import { ExportFilters } from "@/components/exports/export-filters";
import { ExportSummary } from "@/components/exports/export-summary";
import { PublishForm } from "@/components/exports/publish-form";
import { ReleaseList } from "@/components/exports/release-list";
import type { FormAction } from "@/components/forms/action-form";
import { PageHeader } from "@/components/ui/page-header";
import { type ExportFilter, type ExportPreview, filterFields, type ReleaseDto } from "@/lib/exports/schema";
import type { Page } from "@/lib/page";

/** The page on which a project's work leaves the house: what to take, what that is, and what has been published. */
export function ExportView({
  slug,
  filter,
  preview,
  releases,
  publish,
}: {
  slug: string;
  filter: ExportFilter;
  preview: ExportPreview;
  releases: Page<ReleaseDto>;
  publish: FormAction<null>;
}) {
  const base = `/projects/${slug}/export`;
  const fields = filterFields(filter);
  return (
    <>
      <PageHeader
        title="Export"
        lead="The project's texts with everything made on them, as one file of JSON Lines, an article a line. Sourcebench can import it again without loss. People appear under pseudonyms."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <ExportFilters base={base} filter={filter} />
        <div className="flex flex-col gap-6 lg:sticky lg:top-20">
          <ExportSummary
            preview={preview}
            filter={filter}
            href={`/api/projects/${slug}/export?${new URLSearchParams(fields)}`}
          />
          {preview.articles > 0 && <PublishForm slug={slug} fields={fields} publish={publish} />}
        </div>
      </div>
      <ReleaseList slug={slug} releases={releases} base={base} />
    </>
  );
}
