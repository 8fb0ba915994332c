"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormAction } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

/** Asks why, then notes for good that a release is not to be used any more. */
export function WithdrawButton({
  slug,
  releaseId,
  withdraw,
}: {
  slug: string;
  releaseId: string;
  withdraw: FormAction<null>;
}) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  async function send(): Promise<string | undefined> {
    const form = new FormData();
    form.set("slug", slug);
    form.set("releaseId", releaseId);
    form.set("reason", reason);
    const result = await withdraw(null, form);
    if (!result.ok) return result.message;
    router.refresh();
    return undefined;
  }
  return (
    <ConfirmDialog
      trigger={<Button>Withdraw…</Button>}
      title="Withdraw this release?"
      description="Everybody who looks at it is told not to use it any more, and why. This cannot be taken back. Its files stay, for whoever has built on it."
      confirmLabel="Withdraw"
      isDanger
      isConfirmDisabled={reason.trim() === ""}
      onConfirm={send}
    >
      <Field label="Why" isRequired>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
