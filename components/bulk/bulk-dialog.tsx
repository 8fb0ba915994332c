"use client";

import { type ReactNode, useRef, useState, useTransition } from "react";
import { BulkItems } from "@/components/bulk/bulk-items";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Spinner } from "@/components/ui/spinner";
import type { BulkItem, BulkResult } from "@/lib/bulk/schema";

/** The three actions of acting on many rows; each reads the same form. */
export type BulkActions = {
  preview: FormAction<BulkItem[]>;
  act: FormAction<BulkResult>;
  undo: FormAction<BulkResult>;
};

function wordsOf(data: FormData): string {
  return new URLSearchParams([...data].map(([name, value]) => [name, String(value)])).toString();
}

/**
 * Asks what is to be told about an act (its `fields`, if it has any), shows what it would do to each row, and does it.
 * The answer goes to `onDone`. `hidden` names what the form sends beside its fields.
 */
export function BulkDialog({
  trigger,
  title,
  description,
  confirmLabel,
  hidden,
  fields,
  actions,
  onDone,
}: {
  trigger: ReactNode;
  title: string;
  description?: string;
  confirmLabel: string;
  hidden: readonly (readonly [name: string, value: string])[];
  fields?: ReactNode;
  actions: BulkActions;
  onDone: (result: BulkResult) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [items, setItems] = useState<BulkItem[] | null>(null);
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const actId = useRef("");
  const previewed = useRef("");

  function read(): FormData {
    const data = form.current ? new FormData(form.current) : new FormData();
    for (const [name, value] of hidden) data.append(name, value);
    data.set("id", actId.current);
    return data;
  }
  function preview() {
    startTransition(async () => {
      const data = read();
      previewed.current = wordsOf(data);
      const answer = await reaching(actions.preview)(null, data);
      setProblem(answer.ok ? undefined : answer.message);
      setItems(answer.ok ? answer.data : null);
    });
  }
  function act() {
    const data = read();
    // A choice that is no field of its own may have been taken away since: what is done is what was shown.
    if (wordsOf(data) !== previewed.current) return preview();
    startTransition(async () => {
      const answer = await reaching(actions.act)(null, data);
      if (answer.ok) {
        setIsOpen(false);
        onDone(answer.data);
      } else setProblem(answer.message);
    });
  }
  function change(next: boolean) {
    setIsOpen(next);
    setItems(null);
    setProblem(undefined);
    if (!next) return;
    actId.current = crypto.randomUUID();
    if (!fields) preview();
  }
  const count = items?.filter((item) => item.isDone).length ?? 0;
  return (
    <Dialog
      title={title}
      description={description}
      trigger={trigger}
      isOpen={isOpen}
      onOpenChange={change}
      size="lg"
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          {items === null ? (
            <Button variant="primary" isPending={isPending} onClick={preview}>
              Preview
            </Button>
          ) : (
            <Button variant="primary" isPending={isPending} disabled={count === 0} onClick={act}>
              {confirmLabel} ({count})
            </Button>
          )}
        </>
      }
    >
      <form
        ref={form}
        className="flex flex-col gap-4"
        onChange={() => setItems(null)}
        onSubmit={(event) => {
          event.preventDefault();
          if (items === null) preview();
        }}
      >
        {fields}
        {problem && <ErrorNote title={problem} />}
        {isPending && items === null && (
          <p className="flex items-center gap-2 text-ink-muted">
            <Spinner /> Looking at each row
          </p>
        )}
        {items && (
          <div role="status">
            <BulkItems items={items} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
