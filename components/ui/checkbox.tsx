import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

/** The browser's checkbox with its label beside it and help below. */
export function Checkbox({
  label,
  help,
  className,
  id,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; help?: ReactNode }) {
  const ownId = useId();
  const controlId = id ?? ownId;
  return (
    <div className={classNames("flex items-start gap-2", className)}>
      <input
        {...rest}
        id={controlId}
        type="checkbox"
        aria-describedby={help ? `${controlId}-help` : rest["aria-describedby"]}
        className="mt-0.5 size-4 shrink-0 rounded-sm accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={controlId} className="block text-base text-ink">
          {label}
        </label>
        {help && (
          <p id={`${controlId}-help`} className="text-sm text-ink-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
