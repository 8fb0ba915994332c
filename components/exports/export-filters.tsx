"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TextInput } from "@/components/ui/text-input";
import {
  type ExportFilter,
  exportLayerKinds,
  exportStates,
  layerTerms,
  stateLabels,
} from "@/lib/exports/schema";

/** What to take. Every change makes an address and counts anew; before any script, a button does. */
export function ExportFilters({ base, filter }: { base: string; filter: ExportFilter }) {
  const router = useRouter();
  const [isCounting, startCounting] = useTransition();
  function count(event: FormEvent<HTMLFormElement>) {
    const form = new FormData(event.currentTarget);
    const query = new URLSearchParams();
    for (const name of new Set(form.keys()))
      query.set(
        name,
        form
          .getAll(name)
          .filter((value) => value !== "")
          .join(","),
      );
    startCounting(() => router.replace(`${base}?${query}`, { scroll: false }));
  }
  return (
    <form action={base} aria-label="What to take" onChange={count} aria-busy={isCounting}>
      <Card title="What to take" lead="The figures follow every change.">
        <div className="flex flex-col gap-6">
          <fieldset>
            <legend className="mb-2 text-sm font-medium">Layers</legend>
            <input type="hidden" name="layers" value="" />
            <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
              {exportLayerKinds.map((kind) => (
                <Checkbox
                  key={kind}
                  name="layers"
                  value={kind}
                  defaultChecked={filter.layers.includes(kind)}
                  label={layerTerms[kind].label}
                  help={layerTerms[kind].help}
                />
              ))}
            </div>
            <Checkbox
              className="mt-4 border-t border-border pt-4"
              name="unfinished"
              value="true"
              defaultChecked={filter.unfinished}
              label="Unfinished layers too"
              help="Open or returned ones, where you may see them. They are half of a thought: leave them out of anything published."
            />
          </fieldset>
          <fieldset>
            <legend className="mb-2 text-sm font-medium">Articles</legend>
            <div className="flex flex-wrap gap-x-6 gap-y-2">
              {exportStates.map((state) => (
                <Checkbox
                  key={state}
                  name="states"
                  value={state}
                  defaultChecked={filter.states.includes(state)}
                  label={stateLabels[state]}
                />
              ))}
            </div>
            <p className="mt-1.5 text-sm text-ink-muted">None ticked means all of them.</p>
            <div className="mt-4 grid max-w-md grid-cols-2 gap-4">
              <Field label="Came in since">
                {(control) => (
                  <TextInput {...control} type="date" name="since" defaultValue={filter.since ?? ""} />
                )}
              </Field>
              <Field label="Until">
                {(control) => (
                  <TextInput {...control} type="date" name="until" defaultValue={filter.until ?? ""} />
                )}
              </Field>
            </div>
          </fieldset>
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
