import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

export type RadioOption = { value: string; label: ReactNode; help?: ReactNode; isDisabled?: boolean };

/** One choice out of a few, all of them in view with what each means; uncontrolled unless `value` is given. */
export function RadioGroup({
  name,
  legend,
  help,
  options,
  value,
  defaultValue,
  onChange,
  errors = [],
  isRequired = false,
  id: givenId,
  className,
}: {
  id?: string;
  name: string;
  legend: ReactNode;
  help?: ReactNode;
  options: readonly RadioOption[];
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  errors?: readonly string[];
  isRequired?: boolean;
  className?: string;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={classNames("flex min-w-0 flex-col gap-2", className)}
      aria-describedby={errors.length > 0 ? `${id}-error` : help ? `${id}-group` : undefined}
    >
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {help && (
        <p id={`${id}-group`} className="text-sm text-ink-muted">
          {help}
        </p>
      )}
      {options.map((option) => (
        <label
          key={option.value}
          className="flex items-start gap-2.5 rounded-md border border-border px-3 py-2 transition-colors hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            disabled={option.isDisabled}
            required={isRequired}
            {...(value === undefined
              ? { defaultChecked: option.value === defaultValue }
              : { checked: option.value === value })}
            onChange={onChange && (() => onChange(option.value))}
            aria-describedby={option.help ? `${id}-${option.value}` : undefined}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block text-base">{option.label}</span>
            {option.help && (
              <span id={`${id}-${option.value}`} className="block text-sm text-ink-muted">
                {option.help}
              </span>
            )}
          </span>
        </label>
      ))}
      {errors.length > 0 && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
