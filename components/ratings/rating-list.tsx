import { markHref } from "@/components/ratings/rating-record";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { RatingDto } from "@/lib/ratings/schema";

/**
 * Ratings one by one, newest first: who, which grade, why, on what evidence, and whether others' were known. What its
 * rater has replaced stays in sight as history.
 */
export function RatingList({ ratings }: { ratings: readonly RatingDto[] }) {
  const newest = new Map<string, string>();
  for (const { raterId, id } of ratings) if (!newest.has(raterId)) newest.set(raterId, id);
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
              {newest.get(rating.raterId) !== rating.id && (
                <Badge title="Its rater has rated again since; it no longer counts.">Replaced</Badge>
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
                  <li key={`${one.articleId} ${one.quote}`}>
                    <Link className="link" href={markHref(one)}>
                      “{one.quote}”
                    </Link>{" "}
                    <span className="text-ink-muted">{one.articleTitle}</span>
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
