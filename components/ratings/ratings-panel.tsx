import type { FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { DistributionPlot } from "@/components/ratings/distribution-plot";
import { gradeOptions } from "@/components/ratings/grade-options";
import { HouseGrades, scopeName } from "@/components/ratings/house-grades";
import { RatingForm } from "@/components/ratings/rating-form";
import { RatingList } from "@/components/ratings/rating-list";
import { SinceNote } from "@/components/ratings/since-note";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-note";
import { Link } from "@/components/ui/link";
import { type RatingDto, type RatingScope, roundRoleOf, type SourceRatingsDto } from "@/lib/ratings/schema";
import type { SourceDto, SourcePermissions } from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

/** A source's reliability: one's own rating first, everybody's after it, and the house's decisions. */
export function RatingsPanel({
  source,
  ratings,
  permissions,
  rounds,
  rate,
  decide,
}: {
  source: SourceDto;
  ratings: SourceRatingsDto;
  permissions: SourcePermissions;
  /** Where rating rounds are, in the project or in the house. */
  rounds: string;
  rate: FormAction<null>;
  decide: FormAction<null>;
}) {
  const refusal = whyNot(source, permissions, ratings.ratesPersons);
  return (
    <Card
      title="Reliability"
      lead="Others' ratings show once you have saved your own for the same role and topic."
    >
      <div className="flex flex-col gap-6">
        <HouseGrades grades={ratings.houseGrades} folded={ratings.foldedHouseGrades} />
        {ratings.owed.map((one) => (
          <ErrorNote key={one.roundId} tone="info" title="A round asks you about this source.">
            <Link className="link" href={`${rounds}/${one.roundId}?source=${source.id}`}>
              Rate it in “{one.name}”
            </Link>{" "}
            ({scopeName(one)}). What others say in it stays hidden until then.
          </ErrorNote>
        ))}
        {ratings.scopes.map((scope) => (
          <section key={`${scope.role} ${scope.topic}`} className="flex flex-col gap-4">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="text-base font-medium">
                {labelOf(scope.role)} {scope.topic && <Badge>{scope.topic}</Badge>}
              </h3>
              {permissions.canDecideHouseGrade && !refusal && (
                <HouseGradeDialog sourceId={source.id} scope={scope} action={decide} />
              )}
            </div>
            <DistributionPlot
              distribution={scope.distribution}
              caption={`Raters by grade, ${scopeName(scope)}`}
            />
            <SinceNote since={scope.since} />
            <RatingList ratings={scope.ratings} />
          </section>
        ))}
        {refusal ? (
          <ErrorNote tone="info">{refusal}</ErrorNote>
        ) : (
          <details open={ratings.scopes.length === 0}>
            <summary className="mb-3 text-base font-medium">
              {ratings.scopes.length === 0
                ? "Rate this source"
                : "Rate it again, or in another role or topic"}
            </summary>
            <RatingForm
              sourceId={source.id}
              defaultRole={roundRoleOf(source.kind)}
              record={ratings.record}
              action={rate}
            />
          </details>
        )}
      </div>
    </Card>
  );
}

function whyNot(source: SourceDto, permissions: SourcePermissions, ratesPersons: boolean): string | null {
  if (!permissions.canRate) return "Your role reads; it does not rate.";
  if (source.kind === "person" && !ratesPersons)
    return "Persons are not rated here. Rate the organisation or outlet this person speaks for.";
  if (source.isProposal) return "A proposal cannot be rated. A reviewer has to register it first.";
  return source.mergedInto ? `Rate ${source.mergedInto.name}, which stands for this source.` : null;
}

function HouseGradeDialog({
  sourceId,
  scope,
  action,
}: {
  sourceId: string;
  scope: RatingScope;
  action: FormAction<null>;
}) {
  return (
    <FormDialog
      title="Decide a house grade"
      description="A dated decision that names the ratings it rests on. Earlier decisions stay."
      button="Decide a house grade…"
      size="sm"
      submitLabel="Record the decision"
      action={action}
      hidden={{ sourceId, role: scope.role, topic: scope.topic }}
    >
      <FormRadioGroup name="grade" legend="Grade" options={gradeOptions()} />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">It rests on</legend>
        {newestOfEach(scope.ratings).map((rating) => (
          <Checkbox
            key={rating.id}
            name="ratingIds"
            value={rating.id}
            defaultChecked
            label={`${rating.grade}, ${rating.isMine ? "you" : rating.raterName}`}
            help={rating.rationale}
          />
        ))}
      </fieldset>
      <FormTextArea name="rationale" label="Why this grade" required rows={3} />
    </FormDialog>
  );
}

function newestOfEach(ratings: readonly RatingDto[]): RatingDto[] {
  const newest = new Map<string, RatingDto>();
  for (const rating of ratings) if (!newest.has(rating.raterId)) newest.set(rating.raterId, rating);
  return [...newest.values()];
}
