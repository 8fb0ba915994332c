"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { adoptStyleNonce } from "@/components/ui/style-nonce";
import { isUnreached, unreachedWords } from "@/components/ui/unreached";
import { useOverlay } from "@/components/ui/use-overlay";

/**
 * Asks before something that cannot simply be undone. It stays open while `onConfirm` runs and closes when that
 * returns; a sentence that `onConfirm` answers is shown as the reason why it did not work, and the dialog stays.
 */
export function ConfirmDialog({
  trigger,
  title,
  description,
  confirmLabel,
  isDanger = false,
  isConfirmDisabled = false,
  onConfirm,
  children,
}: {
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  isDanger?: boolean;
  isConfirmDisabled?: boolean;
  onConfirm: () => Promise<string | undefined> | Promise<void>;
  children?: ReactNode;
}) {
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const overlay = useOverlay(undefined, () => setProblem(undefined));
  adoptStyleNonce();
  function confirm() {
    startTransition(async () => {
      const answer = await onConfirm().catch((error: unknown) => {
        if (!isUnreached(error)) throw error;
        return unreachedWords;
      });
      if (typeof answer === "string") setProblem(answer);
      else overlay.root.onOpenChange(false);
    });
  }
  return (
    <Radix.Root {...overlay.root}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade-in" />
        <Radix.Content
          {...overlay.content}
          className="fixed inset-x-4 top-[16dvh] z-50 mx-auto max-h-[76dvh] max-w-md overflow-y-auto rounded-lg border border-border bg-surface-raised p-5 shadow-lg outline-none data-[state=open]:animate-rise-in"
        >
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1.5 text-base text-ink-muted text-pretty">{description}</div>
          </Radix.Description>
          {children && <div className="mt-4">{children}</div>}
          {problem && <ErrorNote className="mt-4">{problem}</ErrorNote>}
          <div className="mt-5 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>Cancel</Button>
            </Radix.Cancel>
            <Button
              variant={isDanger ? "danger" : "primary"}
              isPending={isPending}
              disabled={isConfirmDisabled}
              onClick={confirm}
            >
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
