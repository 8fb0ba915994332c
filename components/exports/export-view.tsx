import { PackageCheck, Plug } from "lucide-react";
import { ExportFilters } from "@/components/exports/export-filters";
import { ExportSummary } from "@/components/exports/export-summary";
import { FormatCard } from "@/components/exports/format-card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { type ExportFilter, type ExportPreview, filterFields } from "@/lib/exports/schema";

/** The page on which a project's work leaves the house as one file for now; what others build on is a release. */
export function ExportView({
  slug,
  filter,
  preview,
}: {
  slug: string;
  filter: ExportFilter;
  preview: ExportPreview;
}) {
  const base = `/projects/${slug}/export`;
  const fields = filterFields(filter);
  return (
    <>
      <PageHeader
        title="Export"
        lead="The project's texts with everything made on them, as one file of JSON Lines, an article a line. Sourcebench can import it again without loss. People appear under pseudonyms."
        actions={
          <>
            <LinkButton href="/account/api" icon={<Plug />}>
              API
            </LinkButton>
            <LinkButton href={`/projects/${slug}/releases`} icon={<PackageCheck />}>
              Releases
            </LinkButton>
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <ExportFilters base={base} filter={filter} />
        <div className="flex flex-col gap-6 lg:sticky lg:top-20">
          <ExportSummary
            preview={preview}
            filter={filter}
            href={`/api/projects/${slug}/export?${new URLSearchParams(fields)}`}
          />
        </div>
        {preview.articles > 0 && <FormatCard slug={slug} fields={fields} />}
      </div>
    </>
  );
}
