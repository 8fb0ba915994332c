"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import type { SettingEffect, SettingsPreview } from "@/lib/projects/schema";

/** What a change of settings does to open, handed-in and finished articles, setting by setting, before it is saved. */
export function SettingsPreviewDialog({
  preview,
  onConfirm,
  onClose,
}: {
  preview: SettingsPreview;
  onConfirm: () => Promise<string | undefined>;
  onClose: () => void;
}) {
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  function confirm() {
    startTransition(async () => setProblem(await onConfirm()));
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="lg"
      title="What this does to articles that are there"
      description="Nothing has been saved yet."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" isPending={isPending} onClick={confirm}>
            Save settings
          </Button>
        </>
      }
    >
      {problem && <ErrorNote className="mb-4">{problem}</ErrorNote>}
      <div className="flex flex-col gap-5">
        {preview.effects.map((effect) => (
          <Effect key={effect.label} effect={effect} counts={preview.counts} />
        ))}
      </div>
    </Dialog>
  );
}

function Effect({ effect, counts }: { effect: SettingEffect; counts: SettingsPreview["counts"] }) {
  const rows = [
    { label: "Open", count: counts.open, text: effect.open },
    { label: "In review", count: counts.submitted, text: effect.submitted },
    { label: "Finished", count: counts.finished, text: effect.finished },
  ];
  return (
    <section>
      <h3 className="text-base font-medium">
        {effect.label}: <span className="text-ink-muted line-through">{effect.from}</span>{" "}
        <span aria-hidden="true">→</span> <span className="sr-only">becomes</span> {effect.to}
      </h3>
      <dl className="mt-2 divide-y divide-border border-y border-border">
        {rows.map((row) => (
          <div key={row.label} className="grid gap-x-4 py-2 md:grid-cols-[9rem_1fr]">
            <dt className="text-sm text-ink-muted tabular">
              {row.label} ({row.count})
            </dt>
            <dd className="text-base">{row.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
