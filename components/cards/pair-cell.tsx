"use client";

import { useState } from "react";
import { pairLevels } from "@/components/cards/pair-levels";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { classNames } from "@/components/ui/class-names";
import { Dialog } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { PairDto } from "@/lib/cards/schema";

/** One pair of origins: a cell that opens what is known of it, what was judged before and, for who may, the question. */
export function PairCell({
  cardId,
  pair,
  judge,
}: {
  cardId: string;
  pair: PairDto;
  judge: FormAction<null> | null;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const toast = useToast();
  const { label, sign, cell } = pairLevels[pair.level];
  const names = `${pair.a.name} and ${pair.b.name}`;
  return (
    <Dialog
      title={`Do ${names} depend on each other?`}
      description={
        judge
          ? "The judgement holds on every card; earlier ones stay in the history."
          : "Your role reads; it does not judge."
      }
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          aria-label={`${names}: ${label.toLowerCase()}`}
          title={`${names}: ${label.toLowerCase()}`}
          className={classNames(
            "flex size-9 items-center justify-center rounded-md border text-base font-semibold hover:border-border-control",
            cell,
          )}
        >
          {sign}
        </button>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-base">
          <span className="font-medium">{label}.</span> {pair.why}
          {pair.overruled && <> This overrules the register: {pair.overruled}.</>}
        </p>
        {pair.history.length > 0 && (
          <section aria-label="Judgements so far">
            <h3 className="text-sm font-medium">Judgements so far</h3>
            <ol className="mt-1 flex flex-col gap-1 text-sm">
              {pair.history.map((one) => (
                <li key={one.at}>
                  {pairLevels[one.level].label}: {one.reason}{" "}
                  <span className="text-ink-muted">
                    {one.byName}, <Time value={one.at} />
                  </span>
                </li>
              ))}
            </ol>
          </section>
        )}
        {judge && (
          <ActionForm
            action={judge}
            label={`Judge ${names}`}
            onSuccess={(_data, message) => {
              setIsOpen(false);
              toast({ title: message ?? "Saved.", tone: "success" });
            }}
          >
            <input type="hidden" name="cardId" value={cardId} />
            <input type="hidden" name="a" value={pair.a.id} />
            <input type="hidden" name="b" value={pair.b.id} />
            <FormRadioGroup
              name="level"
              legend="How"
              options={[
                {
                  value: "known",
                  label: "Dependent",
                  help: "One has it from the other, or both from a third: they count as one.",
                },
                {
                  value: "possible",
                  label: "Possibly dependent",
                  help: "It cannot be excluded: they count as one in the low number.",
                },
                { value: "independent", label: "Independent", help: "Each can know it without the other." },
              ]}
            />
            <FormTextArea name="reason" label="Why" required rows={2} />
            <div>
              <SubmitButton>Save</SubmitButton>
            </div>
          </ActionForm>
        )}
      </div>
    </Dialog>
  );
}
