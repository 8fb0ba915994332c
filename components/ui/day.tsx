import { classNames } from "@/components/ui/class-names";
import { dayText } from "@/components/ui/time-text";

/** A calendar day ("2026-05-14"), which is the same day in every zone; a moment is a Time. */
export function Day({ value, className }: { value: string; className?: string }) {
  return (
    <time dateTime={value} className={classNames("whitespace-nowrap", className)}>
      {dayText(new Date(`${value}T00:00:00Z`), "UTC")}
    </time>
  );
}
