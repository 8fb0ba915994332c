import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { termOf } from "@/lib/vocabulary";

/** One attribute as a list of the vocabulary's values, with the chosen one explained; `onChange(undefined)` takes it back. */
export function AttributeSelect({
  label,
  values,
  value,
  isOptional = false,
  isDisabled = false,
  onChange,
}: {
  label: string;
  values: readonly string[];
  value: string | undefined;
  isOptional?: boolean;
  isDisabled?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const term = value ? termOf(value) : null;
  return (
    <Field label={label} help={term?.example ? `${term.help} “${term.example}”` : term?.help}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ""}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.value || undefined)}
        >
          {(isOptional || !value) && <option value="">Not said</option>}
          {values.map((code) => (
            <option key={code} value={code}>
              {termOf(code).label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
