import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { CardDto } from "@/lib/cards/schema";
import {
  credibilityDefinitions,
  credibilityGrades,
  credibilityScheme,
  labelOf,
  termOf,
  verdicts,
} from "@/lib/vocabulary";

/** How credible the information is, asked apart from any source's reliability; others' answers after one's own. */
export function CredibilityPanel({ card, rate }: { card: CardDto; rate: FormAction<null> }) {
  if (card.truthScale === "verdict" && card.credibilities.length === 0) return null;
  return (
    <Judgements
      id="credibility"
      title="Credibility"
      lead="Of what is said, not of who says it. Others' grades show after your own."
      given={card.credibilities.map((one) => ({
        ...one,
        sign: one.grade,
        name: credibilityDefinitions[one.grade].name,
      }))}
      cardId={card.id}
      isAsked={card.canRate && card.truthScale !== "verdict"}
      isDue={!card.credibilities.some((one) => one.isMine)}
      save={rate}
      field={{
        name: "grade",
        legend: "Credibility of the information",
        help: credibilityScheme.version.replaceAll("-", " "),
        options: credibilityGrades.map((grade) => ({
          value: grade,
          label: `${grade} · ${credibilityDefinitions[grade].name}`,
          help: credibilityDefinitions[grade].text,
        })),
      }}
      words={{ thing: "grade", first: "Grade it", again: "Grade it again", button: "Save my grade" }}
    />
  );
}

/** Whether the evidence bears the statement out, where the project's truth scale asks; others' answers after one's own. */
export function VerdictPanel({ card, save }: { card: CardDto; save: FormAction<null> }) {
  if (card.truthScale === "credibility" && card.verdicts.length === 0) return null;
  return (
    <Judgements
      id="verdict"
      title="Verdict"
      lead="What all the evidence comes to. Others' verdicts show after your own."
      given={card.verdicts.map((one) => ({ ...one, sign: null, name: labelOf(one.verdict) }))}
      cardId={card.id}
      isAsked={card.canRate && card.truthScale !== "credibility"}
      isDue={!card.verdicts.some((one) => one.isMine)}
      save={save}
      field={{
        name: "verdict",
        legend: "Verdict on the statement",
        help: "AVeriTeC",
        options: verdicts.map((code) => ({ value: code, label: labelOf(code), help: termOf(code).help })),
      }}
      words={{
        thing: "verdict",
        first: "Give a verdict",
        again: "Give another verdict",
        button: "Save my verdict",
      }}
    />
  );
}

type Given = {
  id: string;
  sign: string | null;
  name: string;
  rationale: string;
  isMine: boolean;
  raterName: string;
  sawOthers: boolean;
  createdAt: string;
};

function Judgements({
  id,
  title,
  lead,
  given,
  cardId,
  isAsked,
  isDue,
  save,
  field,
  words,
}: {
  id: string;
  title: string;
  lead: string;
  given: readonly Given[];
  cardId: string;
  isAsked: boolean;
  isDue: boolean;
  save: FormAction<null>;
  field: {
    name: string;
    legend: string;
    help: string;
    options: { value: string; label: string; help: string }[];
  };
  words: { thing: string; first: string; again: string; button: string };
}) {
  return (
    <Card title={title} lead={lead}>
      <div id={id} className="flex scroll-mt-24 flex-col gap-5">
        {given.length > 0 && (
          <ol className="flex flex-col gap-3">
            {given.map((one) => (
              <li key={one.id} className="flex gap-3">
                {one.sign && (
                  <span className="flex size-7 shrink-0 items-center justify-center rounded-md bg-surface-active font-semibold">
                    {one.sign}
                  </span>
                )}
                <div className="min-w-0 text-base">
                  <p>
                    <span className="font-medium">{one.name}.</span> {one.rationale}
                  </p>
                  <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
                    <span>
                      {one.isMine ? "You" : one.raterName}, <Time value={one.createdAt} />
                    </span>
                    {one.sawOthers && (
                      <Badge title={`Saved after others' ${words.thing}s were seen; left out of agreement.`}>
                        Saw others
                      </Badge>
                    )}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        )}
        {isAsked ? (
          <details open={isDue}>
            <summary className="mb-3 text-base font-medium">{isDue ? words.first : words.again}</summary>
            <ActionForm action={save} label={words.first} resetOnSuccess>
              <input type="hidden" name="cardId" value={cardId} />
              <FormRadioGroup
                name={field.name}
                legend={field.legend}
                help={field.help}
                options={field.options}
                isRequired
              />
              <FormTextArea name="rationale" label={`What the ${words.thing} rests on`} required rows={3} />
              <div>
                <SubmitButton>{words.button}</SubmitButton>
              </div>
            </ActionForm>
          </details>
        ) : (
          given.length === 0 && (
            <p className="text-sm text-ink-muted">Your role reads; it gives no {words.thing}.</p>
          )
        )}
      </div>
    </Card>
  );
}
