"use client";

import { type ArrangeActions, ArrangeBar } from "@/components/articles/arrange-bar";
import { useSelection } from "@/components/articles/article-selection";
import { Button } from "@/components/ui/button";
import type { Assignee } from "@/lib/slots/arrange-schema";

/** What can be done with the ticked articles of the list; without any it says so in one line. */
export function BulkBar({
  slug,
  people,
  actions,
}: {
  slug: string;
  people: readonly Assignee[];
  actions: ArrangeActions;
}) {
  const { chosen, set } = useSelection();
  return (
    <section
      aria-label="Chosen articles"
      className="mb-3 flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-border bg-surface-sunken px-3 py-1.5 text-sm"
    >
      <span role="status" className="tabular text-ink-muted">
        {chosen.length === 0
          ? "Tick articles to assign them or change their turn."
          : chosen.length === 1
            ? "1 chosen"
            : `${chosen.length} chosen`}
      </span>
      {chosen.length > 0 && (
        <ArrangeBar slug={slug} articleIds={chosen} people={people} actions={actions}>
          <Button size="sm" variant="ghost" onClick={() => set([])}>
            Choose none
          </Button>
        </ArrangeBar>
      )}
    </section>
  );
}
