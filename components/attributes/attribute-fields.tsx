"use client";

import { useEffect, useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { type AttributeDefinition, askedOf, longestText, nameOf } from "@/lib/attributes/schema";
import { type AttributeValue, readNumber, schemaOf } from "@/lib/attributes/values";

type FieldProps = {
  definition: AttributeDefinition;
  value: unknown;
  isDisabled: boolean;
  onChange: (value: AttributeValue | undefined) => void;
};

/**
 * The fields of a project's own attributes of a kind of mark, in the order of their definition. Each change is told at
 * once, words and numbers when their field is left or Enter is pressed; `undefined` takes an answer back. In a field of
 * choices the digits choose. `data-rule` names the guideline's rule of each.
 */
export function AttributeFields({
  definitions,
  kind,
  attributes,
  isDisabled = false,
  onChange,
}: {
  definitions: readonly AttributeDefinition[];
  kind: string;
  attributes: Readonly<Record<string, unknown>>;
  isDisabled?: boolean;
  onChange: (key: string, value: AttributeValue | undefined) => void;
}) {
  const asked = askedOf(definitions, kind);
  const retired = definitions.filter(
    (one) => one.kind === kind && one.isRetired && attributes[one.key] !== undefined,
  );
  if (asked.length + retired.length === 0) return null;
  return (
    <div className="flex flex-col gap-3.5">
      {[...asked, ...retired].map((definition) => (
        <div key={definition.key} data-attribute={definition.key} data-rule={nameOf(definition)}>
          <AttributeField
            definition={definition}
            value={attributes[definition.key]}
            isDisabled={isDisabled || definition.isRetired}
            onChange={(value) => onChange(definition.key, value)}
          />
        </div>
      ))}
    </div>
  );
}

function AttributeField(props: FieldProps) {
  switch (props.definition.type) {
    case "choice":
      return <ChoiceField {...props} />;
    case "choices":
      return <ChoicesField {...props} />;
    default:
      return <TypedField {...props} />;
  }
}

/** The choices that can be taken, and those that the mark holds though they were retired. */
function choicesFor(definition: AttributeDefinition, value: unknown) {
  const held = Array.isArray(value) ? value : [value];
  return definition.choices.filter((choice) => !choice.isRetired || held.includes(choice.key));
}

function digitOf(event: React.KeyboardEvent): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return null;
  return Number(event.key);
}

function NameOf({ definition }: { definition: AttributeDefinition }) {
  return (
    <>
      {definition.label}
      {definition.isRequired && !definition.isRetired && <span className="text-danger"> (required)</span>}
      {definition.isRetired && <span> (no longer asked)</span>}
    </>
  );
}

function ChoiceField({ definition, value, isDisabled, onChange }: FieldProps) {
  const id = useId();
  const choices = choicesFor(definition, value);
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-2">
      <label htmlFor={id} className="text-sm text-ink-muted break-words">
        <NameOf definition={definition} />
      </label>
      <Select
        id={id}
        data-field={`own-${definition.key}`}
        value={typeof value === "string" ? value : ""}
        disabled={isDisabled}
        aria-required={definition.isRequired}
        aria-describedby={definition.help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value || undefined)}
        onKeyDown={(event) => {
          const digit = digitOf(event);
          const chosen = digit === null ? undefined : choices[digit - 1];
          if (digit === null || (digit > 0 && (!chosen || chosen.isRetired))) return;
          // A digit would look for a choice that begins with it.
          event.preventDefault();
          onChange(chosen?.key);
        }}
      >
        <option value="">Not said</option>
        {choices.map((choice, at) => (
          <option key={choice.key} value={choice.key} disabled={choice.isRetired && choice.key !== value}>
            {at < 9 ? `${at + 1} ${choice.label}` : choice.label}
            {choice.isRetired && " (retired)"}
          </option>
        ))}
      </Select>
      <Help id={id} definition={definition} className="col-start-2 pt-0.5" />
    </div>
  );
}

function ChoicesField({ definition, value, isDisabled, onChange }: FieldProps) {
  const id = useId();
  const choices = choicesFor(definition, value);
  const held = Array.isArray(value) ? value.map(String) : [];
  function toggle(key: string) {
    const next = held.includes(key) ? held.filter((one) => one !== key) : [...held, key];
    const inOrder = definition.choices.map((choice) => choice.key).filter((one) => next.includes(one));
    onChange(inOrder.length > 0 ? inOrder : undefined);
  }
  return (
    <fieldset
      disabled={isDisabled}
      aria-describedby={definition.help ? `${id}-help` : undefined}
      onKeyDown={(event) => {
        const text = document.getElementById("article-text");
        if (event.key === "Escape" && text) {
          event.stopPropagation();
          return text.focus({ preventScroll: true });
        }
        const digit = digitOf(event);
        const chosen = digit === null ? undefined : choices[digit - 1];
        if (!chosen || isDisabled || (chosen.isRetired && !held.includes(chosen.key))) return;
        event.preventDefault();
        event.stopPropagation();
        toggle(chosen.key);
      }}
    >
      <legend className="pb-1.5 text-sm text-ink-muted">
        <NameOf definition={definition} />
      </legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {choices.map((choice, at) => (
          <Checkbox
            key={choice.key}
            data-field={at === 0 ? `own-${definition.key}` : undefined}
            checked={held.includes(choice.key)}
            onChange={() => toggle(choice.key)}
            label={
              <span className="flex items-center gap-1.5 text-sm">
                {choice.label}
                {choice.isRetired && <span className="text-ink-muted">(retired)</span>}
                {at < 9 && (
                  <span aria-hidden="true">
                    <Kbd>{at + 1}</Kbd>
                  </span>
                )}
              </span>
            }
          />
        ))}
      </div>
      <Help id={id} definition={definition} className="pt-1" />
    </fieldset>
  );
}

function TypedField({ definition, value, isDisabled, onChange }: FieldProps) {
  const id = useId();
  const stored = value === undefined || value === null ? "" : String(value);
  const [typed, setTyped] = useState(stored);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setTyped(stored);
    setProblem(null);
  }, [stored]);
  const { type, unit, min, max } = definition;
  /** False where what was typed cannot be taken; it stays to be mended. */
  function save(): boolean {
    if (typed.trim() === stored) return true;
    const raw = type === "number" ? (readNumber(typed) ?? typed) : typed;
    const parsed = typed.trim() === "" ? null : schemaOf(definition).safeParse(raw);
    const issue = parsed && !parsed.success ? (parsed.error.issues[0]?.message ?? "This cannot be.") : null;
    setProblem(issue);
    if (issue === null) onChange(parsed?.data);
    return issue === null;
  }
  const bounds = type === "number" && (min !== null || max !== null) ? `${min ?? "…"} to ${max ?? "…"}` : "";
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-2">
      <label htmlFor={id} className="text-sm text-ink-muted break-words">
        <NameOf definition={definition} />
      </label>
      <div className="flex items-center gap-2">
        <TextInput
          id={id}
          type={type === "date" ? "date" : "text"}
          inputMode={type === "number" ? "decimal" : undefined}
          data-field={`own-${definition.key}`}
          value={typed}
          disabled={isDisabled}
          maxLength={type === "text" ? longestText : undefined}
          placeholder={bounds || undefined}
          aria-required={definition.isRequired}
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem ? `${id}-problem` : definition.help ? `${id}-help` : undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !save()) return;
            event.preventDefault();
            document.getElementById("article-text")?.focus({ preventScroll: true });
          }}
        />
        {unit && <span className="shrink-0 text-sm text-ink-muted">{unit}</span>}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="col-start-2 pt-0.5 text-xs text-danger">
          {problem}
        </p>
      )}
      <Help id={id} definition={definition} className="col-start-2 pt-0.5" />
    </div>
  );
}

function Help({
  id,
  definition,
  className,
}: {
  id: string;
  definition: AttributeDefinition;
  className: string;
}) {
  if (!definition.help) return null;
  return (
    <p id={`${id}-help`} className={classNames("text-xs text-ink-muted text-pretty", className)}>
      {definition.help}
    </p>
  );
}
