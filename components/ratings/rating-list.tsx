import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { RatingDto } from "@/lib/ratings/schema";

/** Ratings one by one: who, which grade, why, on what evidence, and whether others' were known. */
export function RatingList({ ratings }: { ratings: readonly RatingDto[] }) {
  return (
    <ol className="flex flex-col gap-3">
      {ratings.map((rating) => (
        <li key={rating.id} className="flex gap-3">
          <span className="flex size-7 shrink-0 items-center justify-center rounded-md bg-surface-active font-semibold">
            {rating.grade}
          </span>
          <div className="min-w-0">
            <p className="text-base">{rating.rationale}</p>
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
              <span>
                {rating.isMine ? "You" : rating.raterName}, <Time value={rating.createdAt} />
              </span>
              {(rating.periodFrom || rating.periodTo) && (
                <span>
                  covers {rating.periodFrom ?? "…"} to {rating.periodTo ?? "…"}
                </span>
              )}
              {rating.roundId && <Badge>In a round</Badge>}
              {rating.sawOthers && (
                <Badge title="Saved after others' ratings were seen; left out of agreement.">
                  Saw others
                </Badge>
              )}
            </p>
            {rating.evidence.length > 0 && (
              <ul className="mt-1 flex flex-col text-sm">
                {rating.evidence.map((one) => (
                  <li key={one.annotationId}>
                    <Link className="link" href={`/projects/${one.projectSlug}/articles/${one.articleId}`}>
                      “{one.quote}”
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
