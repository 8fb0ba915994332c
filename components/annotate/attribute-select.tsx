import { useId } from "react";
import { Select } from "@/components/ui/select";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import { termOf } from "@/lib/vocabulary";

/** One attribute as a list of the vocabulary's values, the chosen one explained below; `onChange(undefined)` takes it back. */
export function AttributeSelect({
  label,
  rule,
  values,
  value,
  isOptional = false,
  isDisabled = false,
  onChange,
}: {
  label: string;
  /** The guideline's rule for it, where it has one. */
  rule?: GuidelineAnchor;
  values: readonly string[];
  value: string | undefined;
  isOptional?: boolean;
  isDisabled?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  const term = value ? termOf(value) : null;
  const help = term?.help ?? "";
  return (
    <div data-rule={rule} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-2">
      <label htmlFor={id} className="text-sm text-ink-muted">
        {label}
      </label>
      <Select
        id={id}
        value={value ?? ""}
        disabled={isDisabled}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        {(isOptional || !value) && <option value="">Not said</option>}
        {values.map((code) => (
          <option key={code} value={code}>
            {termOf(code).label}
          </option>
        ))}
      </Select>
      {help && (
        <p
          id={`${id}-help`}
          title={term?.example ? `For example: ${term.example}` : undefined}
          className="col-start-2 pt-0.5 text-xs text-ink-muted text-pretty"
        >
          {help}
        </p>
      )}
    </div>
  );
}
