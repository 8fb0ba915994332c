"use client";

import { DraftRowView, gridColumns } from "@/components/imports/draft-row";
import { useDraftGrid } from "@/components/imports/use-draft-grid";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import type { DraftRow } from "@/lib/imports/schema";

const heads = ["", "Title", "Publisher", "Credits", "Published", "Language", "Translated"];

/** The articles of a batch with their facts, a row each, to be corrected before the import. */
export function DraftGridView({
  slug,
  batchId,
  drafts,
}: {
  slug: string;
  batchId: string;
  drafts: readonly DraftRow[];
}) {
  const grid = useDraftGrid(slug, batchId, drafts);
  const articlesHref = `/projects/${slug}/articles`;
  return (
    <section aria-label="Articles and their facts">
      <p className="mb-2 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-ink-muted max-lg:hidden">
        Every change is saved at once. <Kbd>Enter</Kbd> goes to the next article, <Kbd>Ctrl</Kbd> <Kbd>D</Kbd>{" "}
        gives all below the same value.
      </p>
      <div
        aria-hidden="true"
        className={classNames(
          "grid h-8 items-center gap-x-2.5 border-b border-border px-1 text-xs font-medium text-ink-muted max-lg:hidden",
          gridColumns,
        )}
      >
        {heads.map((head) => (
          <span key={head} className="pl-0.5">
            {head}
          </span>
        ))}
      </div>
      <ul className="border-t border-border lg:border-t-0">
        {grid.rows.map((row) => (
          <DraftRowView
            key={row.id}
            row={row}
            grid={grid}
            base={`${articlesHref}/import/${batchId}`}
            articlesHref={articlesHref}
          />
        ))}
      </ul>
    </section>
  );
}
