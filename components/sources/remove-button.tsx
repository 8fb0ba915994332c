"use client";

import { X } from "lucide-react";
import { startTransition, useActionState } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { useOnePress } from "@/components/forms/use-one-press";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/action-result";

/**
 * A small button that takes one thing away; what it took away stays in the history. A refusal is told by a message; with
 * `undo`, which says what was done and what is sent to take it back, a message offers that.
 */
export function RemoveButton({
  label,
  action,
  hidden,
  undo,
}: {
  label: string;
  action: FormAction<null>;
  hidden: Readonly<Record<string, string>>;
  undo?: { done: string; hidden: Readonly<Record<string, string>> };
}) {
  const toast = useToast();
  const sent = useOnePress(action);
  function restore() {
    if (!undo) return;
    const form = new FormData();
    for (const [name, value] of Object.entries(undo.hidden)) form.set(name, value);
    startTransition(async () => {
      const answer = await reaching(action)(null, form);
      toast(
        answer.ok ? { title: "It is back.", tone: "success" } : { title: answer.message, tone: "danger" },
      );
    });
  }
  // Told from here and not from an effect: the button goes with what it took away.
  const [, send] = useActionState<ActionResult<null> | null, FormData>(async (previous, form) => {
    const answer = await sent(previous, form);
    if (!answer.ok) toast({ title: answer.message, tone: "danger" });
    else if (undo) toast({ title: undo.done, action: { label: "Undo", onSelect: restore } });
    return answer;
  }, null);
  return (
    <form action={send} className="inline-flex">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <PressButton label={label} />
    </form>
  );
}

function PressButton({ label }: { label: string }) {
  const { pending } = useFormStatus();
  return (
    <IconButton
      type="submit"
      size="sm"
      label={label}
      disabled={pending}
      icon={pending ? <Spinner /> : <X />}
    />
  );
}
