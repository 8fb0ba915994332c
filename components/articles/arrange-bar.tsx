"use client";

import { type ReactNode, useId, useState, useTransition } from "react";
import { AssignDialog } from "@/components/articles/assign-dialog";
import { formOf } from "@/components/articles/form-of";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/action-result";
import type { Assigned, Assignee, AssignmentPlan, PriorityInput } from "@/lib/slots/arrange-schema";

export type ArrangeActions = {
  preview: FormAction<AssignmentPlan>;
  assign: FormAction<Assigned>;
  unassign: FormAction<{ count: number }>;
  prioritise: FormAction<{ before: PriorityInput["items"] }>;
  calibrate: FormAction<{ changed: string[] }>;
};

/** Gives articles to people, sets their priority and makes them calibration ones; each says what it did and can be taken back. */
export function ArrangeBar({
  slug,
  articleIds,
  people,
  actions,
  priority = 0,
  children,
}: {
  slug: string;
  articleIds: readonly string[];
  people: readonly Assignee[];
  actions: ArrangeActions;
  priority?: number;
  children?: ReactNode;
}) {
  const toast = useToast();
  const [isPending, startTransition] = useTransition();
  const [value, setValue] = useState(String(priority));
  const priorityId = useId();
  const isNone = articleIds.length === 0;

  function say<T>(result: ActionResult<T>, title: string, undo?: (data: T) => void) {
    if (!result.ok) return toast({ title: result.message, tone: "danger" });
    toast({
      title,
      tone: "success",
      ...(undo && { action: { label: "Undo", onSelect: () => undo(result.data) } }),
    });
  }
  const prioritise = (items: PriorityInput["items"], title: string, isUndo = false) =>
    startTransition(async () => {
      const result = await reaching(actions.prioritise)(null, formOf({ slug, items: JSON.stringify(items) }));
      say(result, title, isUndo ? undefined : (data) => prioritise(data.before, "As it was", true));
    });
  const calibrate = (ids: readonly string[], isCalibration: boolean, isUndo = false) =>
    startTransition(async () => {
      const result = await reaching(actions.calibrate)(
        null,
        formOf({ slug, articleIds: ids, isCalibration: String(isCalibration) }),
      );
      const title = isUndo ? "As it was" : isCalibration ? "Every annotator gets it now" : "Ordinary again";
      say(
        result,
        title,
        isUndo
          ? undefined
          : (data) => data.changed.length > 0 && calibrate(data.changed, !isCalibration, true),
      );
    });

  return (
    <div className="flex flex-wrap items-center gap-2">
      <AssignDialog
        slug={slug}
        articleIds={articleIds}
        people={people}
        preview={actions.preview}
        assign={actions.assign}
        unassign={actions.unassign}
      />
      <form
        className="flex items-center gap-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          prioritise(
            articleIds.map((articleId) => ({ articleId, priority: Number(value) })),
            `Priority ${value}`,
          );
        }}
      >
        <label htmlFor={priorityId} className="text-sm">
          Priority
        </label>
        <TextInput
          id={priorityId}
          type="number"
          min={-100}
          max={100}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          className="w-20"
        />
        <Button type="submit" size="sm" disabled={isPending || isNone || value.trim() === ""}>
          Set priority
        </Button>
      </form>
      <Button size="sm" disabled={isPending || isNone} onClick={() => calibrate(articleIds, true)}>
        Calibration for all
      </Button>
      <Button
        size="sm"
        variant="ghost"
        disabled={isPending || isNone}
        onClick={() => calibrate(articleIds, false)}
      >
        Make ordinary
      </Button>
      {children}
    </div>
  );
}
