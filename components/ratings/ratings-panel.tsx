import type { FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { DistributionPlot } from "@/components/ratings/distribution-plot";
import { RatingForm } from "@/components/ratings/rating-form";
import { RatingList } from "@/components/ratings/rating-list";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-note";
import { Time } from "@/components/ui/time";
import { type RatingScope, roundRoleOf, type SourceRatingsDto } from "@/lib/ratings/schema";
import type { SourceAttributionDto, SourceDto, SourcePermissions } from "@/lib/sources/schema";
import { labelOf, reliabilityDefinitions, reliabilityGrades } from "@/lib/vocabulary";

/** A source's reliability: one's own rating first, everybody's after it, and the house's decisions. */
export function RatingsPanel({
  source,
  ratings,
  evidence,
  permissions,
  rate,
  decide,
}: {
  source: SourceDto;
  ratings: SourceRatingsDto;
  evidence: readonly SourceAttributionDto[];
  permissions: SourcePermissions;
  rate: FormAction<null>;
  decide: FormAction<null>;
}) {
  const refusal = whyNot(source, permissions);
  const options = evidence.map((one) => ({ annotationId: one.annotationId, quote: one.content || one.cue }));
  return (
    <Card
      title="Reliability"
      lead="Others' ratings show once you have saved your own for the same role and topic."
    >
      <div className="flex flex-col gap-6">
        {ratings.houseGrades.map((grade) => (
          <div key={grade.id} className="flex gap-3">
            <span className="flex size-7 shrink-0 items-center justify-center rounded-md border border-accent bg-accent-soft font-semibold text-accent">
              {grade.grade}
            </span>
            <div className="min-w-0 text-base">
              <p>
                <span className="font-medium">House grade, {labelOf(grade.role).toLowerCase()}.</span>{" "}
                {grade.rationale}
              </p>
              <p className="text-sm text-ink-muted">
                {grade.decidedByName}, <Time value={grade.createdAt} format="day" />, resting on{" "}
                {grade.ratingCount} {grade.ratingCount === 1 ? "rating" : "ratings"}
              </p>
            </div>
          </div>
        ))}
        {ratings.foldedHouseGrades.length > 0 && (
          <p className="text-sm text-ink-muted">
            There is a house grade (
            {ratings.foldedHouseGrades.map((role) => labelOf(role).toLowerCase()).join(", ")}
            ). It shows once you have saved your own rating.
          </p>
        )}
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
              caption={`Raters by grade, ${labelOf(scope.role).toLowerCase()}`}
            />
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
              evidence={options}
              action={rate}
            />
          </details>
        )}
      </div>
    </Card>
  );
}

function whyNot(source: SourceDto, permissions: SourcePermissions): string | null {
  if (!permissions.canRate) return "Your role reads; it does not rate.";
  if (source.kind === "person")
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
      hidden={{ sourceId, role: scope.role }}
    >
      <FormRadioGroup
        name="grade"
        legend="Grade"
        options={reliabilityGrades.map((grade) => ({
          value: grade,
          label: `${grade} · ${reliabilityDefinitions[grade].name}`,
          help: reliabilityDefinitions[grade].text,
        }))}
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-sm font-medium">It rests on</legend>
        {scope.ratings.map((rating) => (
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
