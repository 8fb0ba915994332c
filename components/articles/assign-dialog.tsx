"use client";

import { UserPlus } from "lucide-react";
import { useState, useTransition } from "react";
import { formOf } from "@/components/articles/form-of";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useToast } from "@/components/ui/toast";
import {
  type Assigned,
  type Assignee,
  type AssignmentPlan,
  assignRefusals,
} from "@/lib/slots/arrange-schema";

/** Chooses people for articles, shows who would get what and what is refused, and keeps the places; then it can be undone. */
export function AssignDialog({
  slug,
  articleIds,
  people,
  preview,
  assign,
  unassign,
}: {
  slug: string;
  articleIds: readonly string[];
  people: readonly Assignee[];
  preview: FormAction<AssignmentPlan>;
  assign: FormAction<Assigned>;
  unassign: FormAction<{ count: number }>;
}) {
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [plan, setPlan] = useState<AssignmentPlan>();
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  const form = () => formOf({ slug, articleIds, personIds: chosen });

  function open(next: boolean) {
    setIsOpen(next);
    setPlan(undefined);
    setProblem(undefined);
  }
  function choose(id: string) {
    setPlan(undefined);
    setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  }
  const look = () =>
    startTransition(async () => {
      const result = await reaching(preview)(null, form());
      if (result.ok) setPlan(result.data);
      else setProblem(result.message);
    });
  const takeBack = (slotIds: readonly string[]) =>
    startTransition(async () => {
      const result = await reaching(unassign)(null, formOf({ slug, slotIds }));
      const kept = result.ok ? slotIds.length - result.data.count : 0;
      if (!result.ok) toast({ title: result.message, tone: "danger" });
      else
        toast({
          title: "Taken back",
          description: kept > 0 ? `${kept} had been begun already and stay.` : undefined,
          tone: "success",
        });
    });
  const confirm = () =>
    startTransition(async () => {
      const result = await reaching(assign)(null, form());
      if (!result.ok) return setProblem(result.message);
      open(false);
      const { slotIds } = result.data;
      toast({
        title: slotIds.length === 1 ? "One article assigned" : `${slotIds.length} articles assigned`,
        tone: "success",
        action: { label: "Undo", onSelect: () => takeBack(slotIds) },
      });
    });
  return (
    <Dialog
      title="Assign"
      description="What you assign is kept for its person and offered to them first, whatever their limits."
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <Button size="sm" disabled={articleIds.length === 0}>
          <UserPlus aria-hidden="true" className="size-4" /> Assign
        </Button>
      }
      footer={
        plan ? (
          <Button
            variant="primary"
            disabled={isPending || plan.given.length === 0}
            onClick={confirm}
          >{`Assign ${plan.given.length}`}</Button>
        ) : (
          <Button variant="primary" disabled={isPending || chosen.length === 0} onClick={look}>
            Show who gets what
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <ErrorNote title={problem} />}
        {people.length === 0 ? (
          <p className="text-base text-ink-muted">
            Nobody in this project annotates yet. Add a member first.
          </p>
        ) : (
          <fieldset className="grid gap-2 sm:grid-cols-2">
            <legend className="mb-1.5 text-sm font-medium">To whom; several take turns</legend>
            {people.map((person) => (
              <Checkbox
                key={person.userId}
                label={person.name}
                help={`${person.inHand} in hand or kept`}
                checked={chosen.includes(person.userId)}
                onChange={() => choose(person.userId)}
              />
            ))}
          </fieldset>
        )}
        {plan && <Plan plan={plan} />}
      </div>
    </Dialog>
  );
}

function Plan({ plan }: { plan: AssignmentPlan }) {
  return (
    <div role="status" className="flex flex-col gap-3 border-t border-border pt-3 text-sm">
      {plan.given.length > 0 && (
        <ul aria-label="Who gets what" className="flex flex-col gap-1">
          {plan.given.map((one) => (
            <li key={one.articleId} className="flex justify-between gap-4">
              <span className="min-w-0 truncate" dir="auto">
                {one.title}
              </span>
              <span className="shrink-0 font-medium">{one.person}</span>
            </li>
          ))}
        </ul>
      )}
      {plan.refused.length > 0 && (
        <ul aria-label="What nobody gets" className="flex flex-col gap-1 text-ink-muted">
          {plan.refused.map((one) => (
            <li key={one.articleId} className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 truncate" dir="auto">
                {one.title}
              </span>
              <span>{assignRefusals[one.reason]}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
