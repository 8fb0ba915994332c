import type { Carried } from "@/components/annotate/use-carried";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Spinner } from "@/components/ui/spinner";

/** That marks without their words are still being read, or that they could not be, with a way to try again; else nothing. */
export function CarriedReading({ carried, className = "" }: { carried: Carried; className?: string }) {
  const left = carried.openCount - carried.open.length;
  if (carried.isReading)
    return left > 0 ? (
      <p role="status" className={`flex items-center gap-2 text-xs text-ink-muted ${className}`}>
        <Spinner /> Reading {left} more…
      </p>
    ) : null;
  if (left === 0 && !carried.problem) return null;
  return (
    <ErrorNote
      title={left > 0 ? `${left} more could not be listed.` : "The list could not be read."}
      className={className}
      action={
        <Button size="sm" onClick={carried.retry}>
          Try again
        </Button>
      }
    >
      {carried.problem}
    </ErrorNote>
  );
}
