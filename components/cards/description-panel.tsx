import type { FormAction } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormSelect } from "@/components/forms/form-select";
import { FormDialog } from "@/components/sources/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { CardDto } from "@/lib/cards/schema";
import { claimTypes, labelOf, termOf } from "@/lib/vocabulary";

const questions = [
  { name: "verifiable", label: "Can it be verified?", yes: "Verifiable", no: "Not verifiable" },
  {
    name: "publicInterest",
    label: "Is it of public interest?",
    yes: "Of public interest",
    no: "Not of public interest",
  },
  { name: "harm", label: "Could it do harm if it is false?", yes: "Could do harm", no: "No harm seen" },
] as const;

/** What is to be checked about the statement, and whether it is worth checking. */
export function DescriptionPanel({ card, describe }: { card: CardDto; describe: FormAction<null> }) {
  const said = questions.filter(({ name }) => card[name] !== null);
  return (
    <Card
      title="What it is about"
      actions={
        card.canEdit && (
          <FormDialog
            title="What is it about?"
            button="Say…"
            size="sm"
            submitLabel="Save"
            action={describe}
            hidden={{ cardId: card.id, revision: String(card.revision) }}
          >
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 text-sm font-medium">What would be checked</legend>
              {claimTypes.map((type) => (
                <FormCheckbox
                  key={type}
                  name="claimTypes"
                  value={type}
                  label={labelOf(type)}
                  help={termOf(type).help}
                  defaultChecked={card.claimTypes.includes(type)}
                />
              ))}
            </fieldset>
            {questions.map(({ name, label }) => (
              <FormSelect
                key={name}
                name={name}
                label={label}
                defaultValue={card[name] === null ? "" : card[name] ? "yes" : "no"}
              >
                <option value="">Not said</option>
                <option value="yes">Yes</option>
                <option value="no">No</option>
              </FormSelect>
            ))}
          </FormDialog>
        )
      }
    >
      {card.claimTypes.length === 0 && said.length === 0 ? (
        <p className="text-sm text-ink-muted">Nobody has said yet.</p>
      ) : (
        <p className="flex flex-wrap gap-1.5">
          {card.claimTypes.map((type) => (
            <Badge key={type} tone="accent" title={termOf(type).help}>
              {labelOf(type)}
            </Badge>
          ))}
          {said.map(({ name, yes, no }) => (
            <Badge key={name}>{card[name] ? yes : no}</Badge>
          ))}
        </p>
      )}
    </Card>
  );
}
