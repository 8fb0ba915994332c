import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { DistributionPlot } from "@/components/ratings/distribution-plot";
import { scopeName } from "@/components/ratings/house-grades";
import { GradeFields } from "@/components/ratings/rating-form";
import { RatingList } from "@/components/ratings/rating-list";
import { RatingRecord } from "@/components/ratings/rating-record";
import { SinceNote } from "@/components/ratings/since-note";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RoundDto, RoundSourceView } from "@/lib/ratings/schema";
import { labelOf } from "@/lib/vocabulary";

/** One source of a round: the form with its record beside it, and after one's own rating what everybody said. */
export function RoundSource({
  round,
  source,
  within,
  rate,
}: {
  round: RoundDto;
  source: RoundSourceView;
  /** The project's address, or empty. */
  within: string;
  rate: FormAction<null>;
}) {
  const mayRate = round.isRater && !source.myGrade && !round.closedAt;
  const next = round.sources.find((one) => !one.myGrade && one.id !== source.id);
  const { results } = source;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card
        title={
          <Link href={`${within}/sources/${source.id}`} className="hover:underline">
            {source.name}
          </Link>
        }
        lead={`Rated ${scopeName({ role: source.role, topic: round.topic })}.`}
        actions={<Badge>{labelOf(source.kind)}</Badge>}
      >
        {mayRate && (
          <ActionForm action={rate} label={`Rate ${source.name}`}>
            <input type="hidden" name="roundId" value={round.id} />
            <input type="hidden" name="sourceId" value={source.id} />
            <GradeFields record={source.record} />
            <div>
              <SubmitButton>Save my rating</SubmitButton>
            </div>
          </ActionForm>
        )}
        {!mayRate && !results && (
          <ErrorNote tone="info">
            {round.closedAt
              ? "The round is closed. To see its ratings, save your own on the source's page."
              : "You are no rater of this round. Its ratings show once you have saved your own on the source's page."}
          </ErrorNote>
        )}
        {results && !mayRate && (
          <div className="flex flex-col gap-4">
            <DistributionPlot
              distribution={results.distribution}
              caption={`Raters by grade, ${source.name}`}
            />
            <SinceNote since={results.since} />
            <RatingList ratings={results.ratings} />
          </div>
        )}
      </Card>
      {source.myGrade && next && !round.closedAt && (
        <Link className="link text-base" href={`${within}/rounds/${round.id}?source=${next.id}`}>
          Next to rate: {next.name}
        </Link>
      )}
      {!mayRate && (
        <Card>
          <RatingRecord record={source.record} isPickable={false} />
        </Card>
      )}
    </div>
  );
}
