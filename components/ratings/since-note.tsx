import { Time } from "@/components/ui/time";
import type { SinceDto } from "@/lib/ratings/schema";

/** What happened since the newest rating, in a sentence: whether the grades may be out of date. */
export function SinceNote({ since }: { since: SinceDto | null }) {
  if (!since) return null;
  const { verdicts, against, corrections } = since;
  const parts = [
    ...(verdicts > 0
      ? [
          `${many(verdicts)} ${verdicts === 1 ? "verdict" : "verdicts"} on its claims (${against === 0 ? "none" : many(against)} against it)`,
        ]
      : []),
    ...(corrections > 0
      ? [`${many(corrections)} changed ${corrections === 1 ? "version" : "versions"} of its articles`]
      : []),
  ];
  return (
    <p className="text-sm text-ink-muted">
      Since the newest rating, <Time value={since.from} format="day" />:{" "}
      {parts.length > 0 ? <span className="text-ink">{parts.join(", ")}.</span> : "nothing that you can see."}
    </p>
  );
}

function many(count: number): string {
  return count >= 100 ? "100 or more" : String(count);
}
