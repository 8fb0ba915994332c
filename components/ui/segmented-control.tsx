import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

/** A choice out of two to five short words in a row; a radio group to every other sense. Uncontrolled without `value`. */
export function SegmentedControl<T extends string>({
  name,
  label,
  options,
  value,
  defaultValue,
  onChange,
  className,
}: {
  name?: string;
  label: string;
  options: readonly { value: T; label: ReactNode; title?: string }[];
  value?: T;
  defaultValue?: T;
  onChange?: (value: T) => void;
  className?: string;
}) {
  const ownName = useId();
  return (
    <fieldset
      aria-label={label}
      className={classNames(
        "inline-flex max-w-full rounded-md border border-border bg-surface-sunken p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          title={option.title}
          className="relative flex h-7 cursor-pointer items-center rounded-sm border border-transparent px-2.5 text-sm text-ink-muted transition-colors hover:text-ink has-checked:border-border-strong has-checked:bg-surface-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-focus forced-colors:has-checked:underline [&_svg]:size-4"
        >
          <input
            type="radio"
            name={name ?? ownName}
            value={option.value}
            {...(value === undefined
              ? { defaultChecked: option.value === defaultValue }
              : { checked: option.value === value, readOnly: !onChange })}
            onChange={onChange && (() => onChange(option.value))}
            className="sr-only"
          />
          <span className="truncate">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
