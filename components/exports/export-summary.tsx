import { Download } from "lucide-react";

import { buttonClass } from "@/components/ui/button-class";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import type { ExportFilter, ExportPreview } from "@/lib/exports/schema";
import { labelOf } from "@/lib/vocabulary";

const figures = [
  ["articles", "Articles"],
  ["layers", "Layers"],
  ["annotations", "Marks"],
  ["people", "People, as pseudonyms"],
] as const;

/** What the chosen export holds, what it lacks, and the file itself. */
export function ExportSummary({
  preview,
  filter,
  href,
}: {
  preview: ExportPreview;
  filter: ExportFilter;
  href: string;
}) {
  const notes = notesOf(preview, filter);
  return (
    <Card title="What leaves the house">
      <dl aria-live="polite" className="grid grid-cols-2 gap-x-4 gap-y-3">
        {figures.map(([name, label]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-ink-muted">{label}</dt>
            <dd className="tabular text-xl font-semibold">{preview[name].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
      {notes.length > 0 && (
        <div className="mt-5 border-t border-border pt-4">
          <h3 className="text-sm font-medium">Not annotated, not settled</h3>
          <ul className="mt-1.5 flex list-disc flex-col gap-1 pl-4 text-sm text-ink-muted marker:text-border-strong">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
      {preview.articlesSeenByThis > 0 && (
        <ErrorNote tone="info" className="mt-5 text-sm">
          The file shows others' work on {articles(preview.articlesSeenByThis)}. Whoever takes it has seen
          that, and is not given {preview.articlesSeenByThis === 1 ? "it" : "them"} to annotate any more.
        </ErrorNote>
      )}
      <div className="mt-5">
        {preview.articles > 0 ? (
          <a href={href} download className={`${buttonClass("primary")} w-full max-md:h-10`}>
            <Download aria-hidden="true" />
            Download
          </a>
        ) : (
          <p className="text-base text-ink-muted">No article matches: change what to take.</p>
        )}
      </div>
    </Card>
  );
}

function notesOf(preview: ExportPreview, filter: ExportFilter): string[] {
  const notes: (string | false)[] = [
    filter.layers.length === 0 && "No layer is chosen: the file holds texts and facts alone.",
    preview.kindsNotMarked.length > 0 &&
      `This project does not mark ${preview.kindsNotMarked.map((kind) => `${labelOf(kind).toLowerCase()}s`).join(" or ")}: their absence says nothing.`,
    filter.layers.length > 0 &&
      preview.articlesWithoutLayer > 0 &&
      `${articles(preview.articlesWithoutLayer)} without any of the chosen layers.`,
    !filter.unfinished &&
      preview.unfinishedLayers > 0 &&
      `${layers(preview.unfinishedLayers)} unfinished, so left out.`,
    preview.nothingToMark > 0 &&
      `${layers(preview.nothingToMark)} empty on purpose: somebody looked and found nothing to mark.`,
    filter.layers.includes("person") &&
      preview.notReviewed > 0 &&
      `${preview.notReviewed.toLocaleString("en")} of people's own marks wait for a reviewer's decision.`,
  ];
  return notes.filter((note) => note !== false);
}

function articles(count: number): string {
  return count === 1 ? "one article" : `${count.toLocaleString("en")} articles`;
}

function layers(count: number): string {
  return count === 1 ? "One layer is" : `${count.toLocaleString("en")} layers are`;
}
