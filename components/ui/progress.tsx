import { classNames } from "@/components/ui/class-names";

const barClass =
  "h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-surface-active forced-colors:appearance-auto " +
  "[&::-webkit-progress-bar]:bg-surface-active [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent " +
  "[&::-moz-progress-bar]:rounded-full [&::-moz-progress-bar]:bg-accent";

/** How far something is, `value` of `max` (0 to max); without `value` it is under way, nobody knows how far. */
export function Progress({
  label,
  value,
  max = 100,
  isLabelHidden = false,
  detail,
  className,
}: {
  label: string;
  value?: number;
  max?: number;
  isLabelHidden?: boolean;
  detail?: string;
  className?: string;
}) {
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      {!isLabelHidden && (
        <div className="flex justify-between gap-4 text-sm">
          <span className="font-medium">{label}</span>
          {detail && <span className="tabular text-ink-muted">{detail}</span>}
        </div>
      )}
      <progress
        aria-label={label}
        value={value}
        max={max}
        className={classNames(barClass, value === undefined && "animate-pulse")}
      />
    </div>
  );
}
