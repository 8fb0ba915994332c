"use client";

import { useActionState, useEffect, useEffectEvent } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction } from "@/components/forms/action-form";
import { useOnePress } from "@/components/forms/use-one-press";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/action-result";

/** Undoes a split or a merge of cards and says so, or why it cannot be undone. Not offered on the card that would vanish. */
export function UndoButton({
  action,
  moveId,
  what,
  isOnSplitOff,
}: {
  action: FormAction<null>;
  moveId: string;
  what: "split" | "merge";
  isOnSplitOff: boolean;
}) {
  const toast = useToast();
  const [result, send] = useActionState<ActionResult<null> | null, FormData>(useOnePress(action), null);
  const answered = useEffectEvent((answer: ActionResult<null>) => {
    toast({
      title: answer.message ?? "Undone.",
      tone: answer.ok ? "success" : "danger",
    });
  });
  useEffect(() => {
    if (result) answered(result);
  }, [result]);
  if (isOnSplitOff) return null;
  return (
    <form action={send}>
      <input type="hidden" name="moveId" value={moveId} />
      <PressButton label={`Undo the ${what}`} />
    </form>
  );
}

function PressButton({ label }: { label: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" size="sm" isPending={pending}>
      {label}
    </Button>
  );
}
