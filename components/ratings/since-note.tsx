import { Fragment, type ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { versionHref } from "@/components/versions/version-href";
import type { SinceDto } from "@/lib/ratings/schema";

/** What happened since the newest rating, in a sentence: whether the grades may be out of date. */
export function SinceNote({ since }: { since: SinceDto | null }) {
  if (!since) return null;
  const { verdicts, against, corrections, newest } = since;
  const parts: ReactNode[] = [
    ...(verdicts > 0
      ? [
          `${many(verdicts)} ${verdicts === 1 ? "verdict" : "verdicts"} on its claims (${against === 0 ? "none" : many(against)} against it)`,
        ]
      : []),
    ...(corrections > 0
      ? [
          <Fragment key="corrections">
            {many(corrections)} {corrections === 1 ? "correction" : "corrections"} of its articles
            {newest && (
              <>
                , {corrections > 1 && "the newest "}in{" "}
                <Link className="link" href={versionHref(newest)}>
                  {newest.articleTitle}
                </Link>
              </>
            )}
          </Fragment>,
        ]
      : []),
  ];
  return (
    <p className="text-sm text-ink-muted">
      Since the newest rating, <Time value={since.from} format="day" />:{" "}
      {parts.length > 0 ? (
        <span className="text-ink">
          {parts.map((part, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
            <Fragment key={place}>
              {place > 0 && ", "}
              {part}
            </Fragment>
          ))}
          .
        </span>
      ) : (
        "nothing that you can see."
      )}
    </p>
  );
}

function many(count: number): string {
  return count >= 100 ? "100 or more" : String(count);
}
