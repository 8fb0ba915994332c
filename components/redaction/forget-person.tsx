"use client";

import { formOf } from "@/components/articles/form-of";
import type { FormAction } from "@/components/forms/action-form";
import { DecisionDialog } from "@/components/redaction/decision-dialog";
import { Button } from "@/components/ui/button";

/** The button by which an administrator makes somebody a pseudonym. */
export function ForgetPerson({
  userId,
  name,
  action,
}: {
  userId: string;
  name: string;
  action: FormAction<null>;
}) {
  return (
    <DecisionDialog
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Forget ${name}…`}>
          Forget…
        </Button>
      }
      title={`Forget ${name}?`}
      description="Name, e-mail address and log-ins go, memberships end, and nothing brings them back. What the person made stays, under “Former member” and four letters."
      confirmLabel="Forget"
      onDecide={(reason) => action(null, formOf({ userId, reason }))}
    />
  );
}
