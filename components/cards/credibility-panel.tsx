import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { CardDto } from "@/lib/cards/schema";
import { credibilityDefinitions, credibilityGrades, credibilityScheme } from "@/lib/vocabulary";

/** How credible the information is, asked apart from any source's reliability; others' answers after one's own. */
export function CredibilityPanel({ card, rate }: { card: CardDto; rate: FormAction<null> }) {
  return (
    <Card title="Credibility" lead="Of what is said, not of who says it. Others' grades show after your own.">
      <div id="credibility" className="flex scroll-mt-24 flex-col gap-5">
        {card.credibilities.length > 0 && (
          <ol className="flex flex-col gap-3">
            {card.credibilities.map((one) => (
              <li key={one.id} className="flex gap-3">
                <span className="flex size-7 shrink-0 items-center justify-center rounded-md bg-surface-active font-semibold">
                  {one.grade}
                </span>
                <div className="min-w-0 text-base">
                  <p>
                    <span className="font-medium">{credibilityDefinitions[one.grade].name}.</span>{" "}
                    {one.rationale}
                  </p>
                  <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
                    <span>
                      {one.isMine ? "You" : one.raterName}, <Time value={one.createdAt} />
                    </span>
                    {one.sawOthers && (
                      <Badge title="Saved after others' grades were seen; left out of agreement.">
                        Saw others
                      </Badge>
                    )}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        )}
        {card.canRate ? (
          <details open={!card.hasRated}>
            <summary className="mb-3 text-base font-medium">
              {card.hasRated ? "Grade it again" : "Grade it"}
            </summary>
            <ActionForm action={rate} label="Grade the credibility" resetOnSuccess>
              <input type="hidden" name="cardId" value={card.id} />
              <FormRadioGroup
                name="grade"
                legend="Credibility of the information"
                help={credibilityScheme.version.replaceAll("-", " ")}
                options={credibilityGrades.map((grade) => ({
                  value: grade,
                  label: `${grade} · ${credibilityDefinitions[grade].name}`,
                  help: credibilityDefinitions[grade].text,
                }))}
                isRequired
              />
              <FormTextArea name="rationale" label="What the grade rests on" required rows={3} />
              <div>
                <SubmitButton>Save my grade</SubmitButton>
              </div>
            </ActionForm>
          </details>
        ) : (
          card.credibilities.length === 0 && (
            <p className="text-sm text-ink-muted">Your role reads; it does not grade.</p>
          )
        )}
      </div>
    </Card>
  );
}
