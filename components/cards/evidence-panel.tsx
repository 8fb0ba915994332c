import { Plus } from "lucide-react";
import type { CardActions } from "@/components/cards/card-actions";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { FormDialog } from "@/components/sources/form-dialog";
import { RemoveButton } from "@/components/sources/remove-button";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Day } from "@/components/ui/day";
import type { CardDto } from "@/lib/cards/schema";
import { evidenceStances, labelOf, termOf } from "@/lib/vocabulary";

const tones: Record<(typeof evidenceStances)[number], Tone> = {
  supports: "success",
  refutes: "danger",
  context: "neutral",
};

/** What stands outside the project's articles for, against or about the statement. */
export function EvidencePanel({
  card,
  actions,
}: {
  card: CardDto;
  actions: Pick<CardActions, "addEvidenceAction" | "withdrawEvidenceAction">;
}) {
  return (
    <Card
      title="Outside evidence"
      lead="Documents, records and pages that are not articles of this project."
      actions={
        card.canEdit && (
          <FormDialog
            title="Add evidence"
            button="Add evidence…"
            size="sm"
            icon={<Plus />}
            submitLabel="Add it"
            action={actions.addEvidenceAction}
            hidden={{ cardId: card.id }}
          >
            <FormTextInput name="url" label="Address" type="url" required placeholder="https://" />
            <FormTextInput
              name="archivedUrl"
              label="Archived copy"
              type="url"
              isOptional
              help="An address where the page stays as it was."
            />
            <FormTextInput name="readOn" label="Read on" type="date" required />
            <FormTextArea name="quote" label="The words that matter" required rows={3} />
            <FormRadioGroup
              name="stance"
              legend="What it does"
              options={evidenceStances.map((code) => ({
                value: code,
                label: labelOf(code),
                help: termOf(code).help,
              }))}
            />
          </FormDialog>
        )
      }
      isFlush
    >
      <div id="evidence" className="scroll-mt-24 border-t border-border">
        {card.evidence.length === 0 ? (
          <p className="px-5 py-4 text-base text-ink-muted">
            None yet.{card.canEdit && " Add a page or a document that speaks for or against the statement."}
          </p>
        ) : (
          <ul>
            {card.evidence.map((one) => (
              <li
                key={one.id}
                className="flex items-start justify-between gap-3 border-b border-border px-5 py-3 last:border-0"
              >
                <div className="min-w-0">
                  <p className="text-base break-words" dir="auto">
                    <Badge tone={tones[one.stance]}>{labelOf(one.stance)}</Badge> “{one.quote}”
                  </p>
                  <p className="mt-0.5 flex flex-wrap gap-x-2 text-sm text-ink-muted">
                    <a
                      className="link max-w-full truncate"
                      href={one.url}
                      rel="noreferrer noopener"
                      target="_blank"
                    >
                      {one.url.replace(/^https?:\/\//i, "")}
                    </a>
                    {one.archivedUrl && (
                      <a className="link" href={one.archivedUrl} rel="noreferrer noopener" target="_blank">
                        archived copy
                      </a>
                    )}
                    <span>
                      read on <Day value={one.readOn} />, {one.byName}
                    </span>
                  </p>
                </div>
                {card.canEdit && (
                  <RemoveButton
                    label="Take this evidence off the card"
                    action={actions.withdrawEvidenceAction}
                    hidden={{ cardId: card.id, evidenceId: one.id, isRemoved: "true" }}
                    undo={{
                      done: "The evidence is off the card.",
                      hidden: { cardId: card.id, evidenceId: one.id, isRemoved: "false" },
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
