import type { FormAction } from "@/components/forms/action-form";
import { FormDialog } from "@/components/sources/form-dialog";
import { Card } from "@/components/ui/card";
import { describeDiagonal, diagonalInTheField } from "@/lib/ratings/diagonal";
import type { DiagonalDto, RatingRulesDto } from "@/lib/ratings/schema";

/** How the team rates as a whole, and the installation's rule about persons; the figure is for those who rate. */
export function RatingHealth({
  diagonal,
  rules,
  changeRules,
}: {
  diagonal: DiagonalDto | null;
  rules: RatingRulesDto;
  changeRules: FormAction<null>;
}) {
  const wanted = rules.ratesPersons ? "off" : "on";
  return (
    <div className="mt-8 grid gap-6 lg:grid-cols-2">
      {diagonal && (
        <Card
          title="Are the two questions kept apart?"
          lead="How often one rater gives a source and its claim the same rank."
        >
          <p className="text-base">
            {diagonal.share !== null && (
              <span className="mr-2 text-lg font-semibold tabular">{Math.round(diagonal.share * 100)} %</span>
            )}
            {describeDiagonal(diagonal)}
          </p>
          <p className="mt-2 text-sm text-ink-muted">
            Why it matters: a reliable source can be wrong, and an unreliable one right. In the field{" "}
            {Math.round(diagonalInTheField * 100)} % of 1,400 ratings lay on one rank, a sign that raters gave
            one grade twice instead of answering two questions. Counted over grades that you may see.
          </p>
        </Card>
      )}
      <Card
        title="Rating of persons"
        actions={
          rules.canChange && (
            <FormDialog
              title={rules.ratesPersons ? "Stop rating persons?" : "Allow rating persons?"}
              description={
                rules.ratesPersons
                  ? "Ratings of persons that exist stay; no new ones can be saved."
                  : "A grade of a person is personal data. Allow it only where your rules and the law of your place do."
              }
              button={rules.ratesPersons ? "Stop it…" : "Allow it…"}
              size="sm"
              submitLabel={rules.ratesPersons ? "Stop rating persons" : "Allow rating persons"}
              action={changeRules}
              hidden={{ ratesPersons: wanted }}
            >
              {null}
            </FormDialog>
          )
        }
      >
        <p className="text-base">
          {rules.ratesPersons
            ? "Persons of the register can be rated here, like other sources."
            : "Persons are not rated here. Rate the organisation or outlet they speak for."}
          {!rules.canChange && (
            <span className="text-ink-muted"> An administrator decides this for the whole installation.</span>
          )}
        </p>
      </Card>
    </div>
  );
}
