import { Card } from "@/components/ui/card";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import type { ReleaseLosses } from "@/lib/releases/schema";

/** What each format could not carry, so that nobody learns it from a gap. */
export function ReleaseLossesCard({ losses }: { losses: ReleaseLosses }) {
  return (
    <Card title="What each format leaves out">
      <ul className="flex flex-col gap-3">
        {formatNames.map((format) => {
          const lines = losses[format];
          return (
            lines && (
              <li key={format}>
                <h3 className="text-sm font-medium">{formats[format].title}</h3>
                {lines.length === 0 ? (
                  <p className="text-sm text-ink-muted">Nothing.</p>
                ) : (
                  <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4 text-sm text-ink-muted marker:text-border-strong">
                    {lines.map(({ what, why, count }) => (
                      <li key={`${what} ${why}`}>
                        <span className="tabular text-ink">{count.toLocaleString("en")}</span> {what}: {why}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            )
          );
        })}
      </ul>
    </Card>
  );
}
