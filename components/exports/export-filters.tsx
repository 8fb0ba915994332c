"use client";

import { ArticleFields, LayerFields } from "@/components/exports/filter-fields";
import { useCountingForm } from "@/components/exports/use-counting-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { ExportFilter } from "@/lib/exports/schema";

/** What to take. Every change makes an address and counts anew; before any script, a button does. */
export function ExportFilters({ base, filter }: { base: string; filter: ExportFilter }) {
  const { isCounting, count } = useCountingForm(base);
  return (
    <form action={base} aria-label="What to take" onChange={count} aria-busy={isCounting}>
      <Card title="What to take" lead="The figures follow every change.">
        <div className="flex flex-col gap-6">
          <LayerFields filter={filter} hasUnfinished />
          <ArticleFields filter={filter} />
          <fieldset>
            <legend className="mb-2 text-sm font-medium">Text and places</legend>
            <SegmentedControl
              name="offsets"
              label="Offsets"
              defaultValue={filter.offsets}
              options={[
                { value: "stored", label: "As annotated" },
                { value: "raw", label: "As in the original file" },
              ]}
            />
            <p className="mt-1.5 max-w-prose text-sm text-ink-muted">
              As annotated, the text is in Unicode's composed form with one kind of line end. Places count
              code points and, beside them, UTF-16 units.
            </p>
            <Checkbox
              className="mt-3"
              name="rawBytes"
              value="true"
              defaultChecked={filter.rawBytes}
              label="With the imported files themselves"
              help="In base64. Without them a second export cannot show the original's checksum."
            />
            <Checkbox
              className="mt-3"
              name="threads"
              value="true"
              defaultChecked={filter.threads}
              label="With threads of comments"
              help="What people said about articles and words of them, as far as you read it, under pseudonyms. Names that somebody typed stay as typed. Only the complete format carries them."
            />
          </fieldset>
        </div>
        <noscript>
          <Button type="submit" className="mt-4">
            Count
          </Button>
        </noscript>
      </Card>
    </form>
  );
}
