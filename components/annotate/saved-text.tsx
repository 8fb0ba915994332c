import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

/** A text of a mark, saved when it is left or Enter is pressed: a save for each letter would be an undo step each. */
export function SavedText({
  label,
  value,
  isDisabled,
  isLabelHidden,
  field,
  inputMode,
  onSave,
}: {
  label: string;
  value: string;
  isDisabled: boolean;
  isLabelHidden?: boolean;
  field?: string;
  inputMode?: "decimal" | "text";
  onSave: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const save = () => typed !== value && onSave(typed);
  return (
    <Field label={label} isLabelHidden={isLabelHidden}>
      {(control) => (
        <TextInput
          {...control}
          value={typed}
          disabled={isDisabled}
          data-field={field}
          inputMode={inputMode}
          placeholder={isLabelHidden ? label : undefined}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            save();
            event.currentTarget.blur();
            document.getElementById("article-text")?.focus({ preventScroll: true });
          }}
        />
      )}
    </Field>
  );
}
