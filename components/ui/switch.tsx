import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

/** Something that is on or off at once; what is only sent with its form is a Checkbox. */
export function Switch({
  label,
  help,
  className,
  id,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; help?: ReactNode }) {
  const ownId = useId();
  const controlId = id ?? ownId;
  return (
    <div className={classNames("flex items-start justify-between gap-4", className)}>
      <div className="min-w-0">
        <label htmlFor={controlId} className="block text-base">
          {label}
        </label>
        {help && (
          <p id={`${controlId}-help`} className="text-sm text-ink-muted">
            {help}
          </p>
        )}
      </div>
      <span className="relative mt-0.5 inline-flex h-5 w-9 shrink-0">
        <input
          {...rest}
          id={controlId}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state itself
          role="switch"
          aria-describedby={help ? `${controlId}-help` : undefined}
          className="peer size-full appearance-none rounded-full border border-border-control bg-surface-active transition-colors checked:border-accent checked:bg-accent disabled:opacity-50 forced-colors:appearance-auto"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-1 size-3 rounded-full bg-border-control transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent forced-colors:hidden"
        />
      </span>
    </div>
  );
}
