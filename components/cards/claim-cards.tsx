"use client";

import { useState } from "react";
import { CardPicker } from "@/components/cards/card-picker";
import { CardTypeField } from "@/components/cards/card-type-field";
import { useAnswers } from "@/components/cards/use-answers";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CardName } from "@/lib/cards/schema";

/** The cards that a final claim is on, and a dialog that puts it on another one or makes one of it. */
export function ClaimCards({
  slug,
  claimId,
  words,
  cards,
  createCard,
}: {
  slug: string;
  claimId: string;
  words: string;
  cards: readonly CardName[];
  createCard: FormAction<null>;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<CardName | null>(null);
  const { answer, isPending } = useAnswers(chosen?.id ?? "");
  async function add() {
    if (chosen && (await answer(claimId, true))) setIsOpen(false);
  }
  return (
    <div className="mt-2 flex flex-wrap items-center justify-between gap-2 border-t border-border pt-2">
      <p className="min-w-0 text-ink-muted">
        {cards.length === 0 ? "On no card." : "On the card "}
        {cards.map((card, place) => (
          <span key={card.id}>
            {place > 0 && ", "}
            <Link className="link" href={`/projects/${slug}/claims/${card.id}`}>
              {card.statement}
            </Link>
          </span>
        ))}
      </p>
      <Dialog
        title="Put the claim on a card"
        description={`“${words}”`}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={<Button size="sm">Card…</Button>}
      >
        <div className="flex flex-col gap-4">
          {cards.length > 0 && (
            <p className="text-sm text-warning">
              This claim is on a card already. It may be on several, but look whether it says both.
            </p>
          )}
          <CardPicker
            slug={slug}
            name="cardId"
            label="Add to a card there is"
            exceptIds={cards.map((card) => card.id)}
            onChoose={setChosen}
          />
          {chosen && (
            <div>
              <Button variant="primary" isPending={isPending} onClick={add}>
                Add to this card
              </Button>
            </div>
          )}
          <details className="border-t border-border pt-3" open={cards.length === 0}>
            <summary className="mb-3 font-medium">Or make a card of it</summary>
            <ActionForm action={createCard} label="Make a card">
              <input type="hidden" name="slug" value={slug} />
              <input type="hidden" name="claimId" value={claimId} />
              <FormTextArea name="statement" label="Statement" required rows={2} defaultValue={words} />
              <CardTypeField />
              <div>
                <SubmitButton>Make the card</SubmitButton>
              </div>
            </ActionForm>
          </details>
        </div>
      </Dialog>
    </div>
  );
}
