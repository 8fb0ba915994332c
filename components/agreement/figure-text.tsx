import { figure, figureRange } from "@/lib/agreement/pair-agreement";

/** A number as papers print it, or that it is undefined. */
export function FigureText({ value }: { value: number | null }) {
  return value === null ? <span className="text-ink-muted">undefined</span> : figure(value);
}

/** The interval of a number, or a dash where it has none. */
export function IntervalText({ low, high }: { low: number | null; high: number | null }) {
  if (low === null || high === null) return <span className="text-ink-muted">–</span>;
  return <>{figureRange(low, high)}</>;
}
