"use client";

import { X } from "lucide-react";
import { useActionState, useEffect, useEffectEvent } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction } from "@/components/forms/action-form";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/action-result";

/** A small button that takes one thing away; what it took away stays in the history. A refusal is told by a message. */
export function RemoveButton({
  label,
  action,
  hidden,
}: {
  label: string;
  action: FormAction<null>;
  hidden: Readonly<Record<string, string>>;
}) {
  const toast = useToast();
  const [result, send] = useActionState<ActionResult<null> | null, FormData>(action, null);
  const answered = useEffectEvent((answer: ActionResult<null>) => {
    if (!answer.ok) toast({ title: answer.message, tone: "danger" });
  });
  useEffect(() => {
    if (result) answered(result);
  }, [result]);
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
