import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import {
  type ExportFilter,
  exportLayerKinds,
  exportStates,
  layerTerms,
  stateLabels,
} from "@/lib/exports/schema";

/** Which layers to take; unfinished ones only where they may leave at all. */
export function LayerFields({ filter, hasUnfinished }: { filter: ExportFilter; hasUnfinished: boolean }) {
  return (
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
      {hasUnfinished && (
        <Checkbox
          className="mt-4 border-t border-border pt-4"
          name="unfinished"
          value="true"
          defaultChecked={filter.unfinished}
          label="Unfinished layers too"
          help="Open or returned ones, where you may see them. They are half of a thought: leave them out of anything published."
        />
      )}
    </fieldset>
  );
}

/** Which articles to take, by their state and by the day they came in. */
export function ArticleFields({ filter }: { filter: ExportFilter }) {
  return (
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
          {(control) => <TextInput {...control} type="date" name="since" defaultValue={filter.since ?? ""} />}
        </Field>
        <Field label="Until">
          {(control) => <TextInput {...control} type="date" name="until" defaultValue={filter.until ?? ""} />}
        </Field>
      </div>
    </fieldset>
  );
}
