"use client";

import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { MessageList } from "@/components/outcome/message-list";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { type DisputeDto, disputeLabels } from "@/lib/review/dispute-schema";

export type DisputeActions = {
  raise: FormAction<null>;
  reply: FormAction<null>;
  withdraw: FormAction<null>;
};

/** The annotator's side of a dispute about one place: raising it, reading the answer, going on, taking it back. */
export function DisputeThread({
  slug,
  articleId,
  unitId,
  words,
  dispute,
  actions,
}: {
  slug: string;
  articleId: string;
  unitId: string;
  /** The place's words, for who hears the button without seeing where it stands. */
  words: string;
  dispute: DisputeDto | null;
  actions: DisputeActions;
}) {
  const [isWriting, setWriting] = useState(false);
  const hidden = (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="articleId" value={articleId} />
      <input type="hidden" name="unitId" value={unitId} />
    </>
  );
  const isOpen = dispute?.state === "open";
  return (
    <div className="mt-3 flex flex-col gap-2 border-t border-border pt-2">
      {dispute && (
        <>
          <Badge
            className="self-start"
            tone={dispute.state === "changed" ? "success" : isOpen ? "warning" : "neutral"}
          >
            {disputeLabels[dispute.state]}
          </Badge>
          <MessageList messages={dispute.messages} />
        </>
      )}
      {isWriting ? (
        <ActionForm
          action={actions.raise}
          label={dispute ? "Write again" : "Dispute"}
          className="flex flex-col gap-2"
          onSuccess={() => setWriting(false)}
        >
          {hidden}
          <FormTextArea
            name="body"
            label={dispute ? "Your message to the reviewer" : "What do you see otherwise, and why?"}
            rows={3}
            maxLength={2000}
            required
            autoFocus
          />
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={() => setWriting(false)}>
              Cancel
            </Button>
            <SubmitButton size="sm">Send to a reviewer</SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <div className="-mx-2.5 flex flex-wrap">
          <Button
            size="sm"
            variant="ghost"
            aria-label={`${dispute ? "Write again" : "Dispute"}: ${words}`}
            onClick={() => setWriting(true)}
          >
            {dispute ? "Write again" : "Dispute"}
          </Button>
          {isOpen && (
            <ActionForm
              action={actions.withdraw}
              label="Withdraw the dispute"
              className="flex flex-col gap-2"
            >
              <input type="hidden" name="slug" value={slug} />
              <input type="hidden" name="disputeId" value={dispute.id} />
              <SubmitButton size="sm" variant="ghost">
                Withdraw
              </SubmitButton>
            </ActionForm>
          )}
        </div>
      )}
    </div>
  );
}
