"use client";

import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import type { ActionResult } from "@/lib/action-result";

/** Asks for the reason of an administrator's decision that nothing takes back; the reason stays on record. */
export function DecisionDialog({
  trigger,
  title,
  description,
  confirmLabel,
  onDecide,
}: {
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  onDecide: (reason: string) => Promise<ActionResult<null>>;
}) {
  const [reason, setReason] = useState("");
  async function confirm(): Promise<string | undefined> {
    const result = await onDecide(reason);
    return result.ok ? undefined : result.message;
  }
  return (
    <ConfirmDialog
      trigger={trigger}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      isDanger
      isConfirmDisabled={reason.trim() === ""}
      onConfirm={confirm}
    >
      <Field label="Reason" help="It stays on record, so name nobody in it.">
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
