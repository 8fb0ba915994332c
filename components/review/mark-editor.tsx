"use client";

import { ChevronLeft, ChevronRight, Trash2 } from "lucide-react";
import { AttributeSelect } from "@/components/annotate/attribute-select";
import { AttributeFields } from "@/components/attributes/attribute-fields";
import { KeyOf } from "@/components/review/review-keys";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

import { SegmentedControl } from "@/components/ui/segmented-control";
import { TextInput } from "@/components/ui/text-input";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { rolesOf } from "@/lib/review/places";
import type { WantedMark } from "@/lib/review/schema";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";
import { moveBorder } from "@/lib/text/moves";
import { compareSpans, type Span } from "@/lib/text/span";
import {
  type AnnotationKindCode,
  attributionTypes,
  claimKinds,
  claimOrigins,
  labelOf,
  quoteTypes,
  type SpanRole,
  sourceKindsInText,
} from "@/lib/vocabulary";

/** A mark that the reviewer words himself. */
export type Draft = { kind: AnnotationKindCode; mark: WantedMark };

const choices: Record<
  AnnotationKindCode,
  readonly (readonly [name: string, label: string, values: readonly string[]])[]
> = {
  claim: [
    ["kind", "Kind", claimKinds],
    ["origin", "Origin", claimOrigins],
  ],
  attribution: [
    ["quoteType", "Quotation", quoteTypes],
    ["attributionType", "Attribution", attributionTypes],
    ["sourceKind", "Kind of source", sourceKindsInText],
  ],
  duplicate: [],
};

/** Whether a draft has the words without which it is no mark. */
export function isWhole(draft: Draft): boolean {
  return draft.mark.spans.some((span) => span.role === rolesOf(draft.kind)[0]);
}

/**
 * Spans and fields of a mark, changed by hand: spans from what is selected in the text, by word, or by typed offsets
 * (code points of the text).
 */
export function MarkEditor({
  draft,
  index,
  lang,
  selection,
  lit,
  kinds,
  attributes,
  isNew,
  onChange,
  onSave,
  onCancel,
}: {
  draft: Draft;
  index: CodePointIndex;
  lang: string;
  selection: Span | null;
  /** Where to begin without a selection: the place that is lit, or the text's first word. */
  lit: Span;
  kinds: readonly string[];
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  isNew: boolean;
  onChange: (draft: Draft) => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  const { kind, mark } = draft;
  const kindChoices = (["claim", "attribution", "duplicate"] as const).filter((one) => kinds.includes(one));
  function setSpans(role: SpanRole, spans: readonly Span[]) {
    const others = mark.spans.filter((span) => span.role !== role);
    const own = spans.map(({ start, end }) => ({ role, start, end }));
    onChange({ kind, mark: { ...mark, spans: [...others, ...own] } });
  }
  function setAttribute(name: string, value: WantedMark["attributes"][string] | undefined) {
    const { [name]: _replaced, ...others } = mark.attributes;
    onChange({
      kind,
      mark: { ...mark, attributes: value === undefined ? others : { ...others, [name]: value } },
    });
  }
  return (
    <section
      aria-label={isNew ? "A mark that everybody missed" : "Edit the mark"}
      className="flex flex-col gap-4"
    >
      {isNew && (
        <SegmentedControl
          label="Kind of mark"
          options={kindChoices.map((value) => ({ value, label: labelOf(value) }))}
          value={kind}
          onChange={(next) => onChange({ kind: next, mark: { attributes: {}, spans: [], readsId: null } })}
        />
      )}
      <p className="text-sm text-ink-muted">
        Select words in the text, then press the button of the part that they are.
      </p>
      {rolesOf(kind).map((role) => (
        <RoleSpans
          key={role}
          role={role}
          spans={mark.spans.filter((span) => span.role === role).toSorted(compareSpans)}
          index={index}
          lang={lang}
          selection={selection}
          lit={lit}
          onChange={(spans) => setSpans(role, spans)}
        />
      ))}
      {choices[kind].map(([name, label, values]) => {
        const value = mark.attributes[name];
        return (
          <AttributeSelect
            key={name}
            label={label}
            values={values}
            isOptional
            value={typeof value === "string" ? value : undefined}
            onChange={(next) => setAttribute(name, next)}
          />
        );
      })}
      <AttributeFields
        definitions={attributes}
        kind={kind}
        attributes={mark.attributes}
        onChange={setAttribute}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>
          Cancel <KeyOf action="leave" />
        </Button>
        <Button variant="primary" disabled={!isWhole(draft)} onClick={onSave}>
          {isNew ? "Add it" : "Save it so"}
        </Button>
      </div>
    </section>
  );
}

function RoleSpans({
  role,
  spans,
  index,
  lang,
  selection,
  lit,
  onChange,
}: {
  role: SpanRole;
  spans: readonly Span[];
  index: CodePointIndex;
  lang: string;
  selection: Span | null;
  lit: Span;
  onChange: (spans: Span[]) => void;
}) {
  const replace = (at: number, span: Span) => {
    if (span.start >= 0 && span.start < span.end && span.end <= index.length)
      onChange(spans.map((one, place) => (place === at ? span : one)));
  };
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-border p-3">
      <legend className="px-1 text-xs font-medium text-ink-muted">{labelOf(role)}</legend>
      {spans.map((span, at) => (
        <div key={span.start} className="flex flex-col gap-1.5">
          <p className="line-clamp-3 text-sm break-words" dir="auto">
            {sliceCodePoints(index, span)}
          </p>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {(["start", "end"] as const).map((border) => (
              <div key={border} className="flex items-center">
                <IconButton
                  size="sm"
                  label={`${labelOf(role)}: ${border} one word back`}
                  icon={<ChevronLeft />}
                  onClick={() =>
                    replace(at, moveBorder(index, span, { border, direction: -1, by: "word" }, lang))
                  }
                />
                <OffsetInput
                  key={span[border]}
                  label={`${labelOf(role)}: ${border}`}
                  value={span[border]}
                  onChange={(offset) => replace(at, moveTo(span, border, offset))}
                />
                <IconButton
                  size="sm"
                  label={`${labelOf(role)}: ${border} one word on`}
                  icon={<ChevronRight />}
                  onClick={() =>
                    replace(at, moveBorder(index, span, { border, direction: 1, by: "word" }, lang))
                  }
                />
              </div>
            ))}
            <IconButton
              size="sm"
              label={`${labelOf(role)}: remove`}
              icon={<Trash2 />}
              onClick={() => onChange(spans.filter((_, place) => place !== at))}
            />
          </div>
        </div>
      ))}
      {spans.length === 0 && <p className="text-sm text-ink-muted">Nothing yet.</p>}
      <div className="flex gap-2">
        <Button size="sm" disabled={!selection} onClick={() => selection && onChange([selection])}>
          Take the selection
        </Button>
        {spans.length === 0 ? (
          <Button size="sm" variant="ghost" onClick={() => onChange([lit])}>
            Begin where it is lit
          </Button>
        ) : (
          <Button
            size="sm"
            variant="ghost"
            disabled={!selection}
            onClick={() => selection && onChange([...spans, selection])}
          >
            Add it as another part
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** A span with one border at an offset; a border that would pass the other one takes it along, at the same distance. */
function moveTo(span: Span, border: "start" | "end", offset: number): Span {
  const length = span.end - span.start;
  if (border === "start") return { start: offset, end: offset < span.end ? span.end : offset + length };
  return { start: offset > span.start ? span.start : Math.max(0, offset - length), end: offset };
}

/** An offset to be typed; it counts once the field is left or Enter is pressed, and stays as it was where it is no place. */
function OffsetInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (offset: number) => void;
}) {
  function commit(input: HTMLInputElement) {
    const offset = Number(input.value);
    if (input.value.trim() !== "" && Number.isInteger(offset)) onChange(offset);
    input.value = String(value);
  }
  return (
    <TextInput
      aria-label={label}
      inputMode="numeric"
      className="tabular w-16! text-center"
      defaultValue={value}
      onBlur={(event) => commit(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) commit(event.currentTarget);
      }}
    />
  );
}
