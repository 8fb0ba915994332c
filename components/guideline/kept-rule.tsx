"use client";

import { useState, useTransition } from "react";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Time } from "@/components/ui/time";
import type { ActionResult } from "@/lib/action-result";
import { counted } from "@/lib/counted";
import { type KeptRuleDto, mostMarksCounted } from "@/lib/guidelines/keep-schema";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";

export type KeepAction = (previous: null, form: FormData) => Promise<ActionResult<null>>;

/** Keeps the final marks made before a rule changed as they are; once kept, says who did, when and how many, and can be taken back. */
export function KeptRule({
  slug,
  number,
  anchor,
  words,
  kept,
  keep,
}: {
  slug: string;
  number: number;
  anchor: GuidelineAnchor;
  /** The rule's name, for the buttons' labels. */
  words: string;
  kept: KeptRuleDto | null;
  keep: KeepAction;
}) {
  const [isPending, start] = useTransition();
  const [problem, setProblem] = useState<string>();
  function send() {
    const form = new FormData();
    const about = kept
      ? { action: "withdraw", keepId: kept.id }
      : { action: "keep", number: String(number), anchor };
    for (const [name, value] of Object.entries({ slug, id: crypto.randomUUID(), ...about }))
      form.set(name, value);
    start(async () => {
      const result = await reaching(keep)(null, form);
      setProblem(result.ok ? undefined : result.message);
    });
  }
  return (
    <>
      <Button
        size="sm"
        isPending={isPending}
        onClick={send}
        aria-label={kept ? `Take back: ${words}` : `Keep as they are: ${words}`}
      >
        {kept ? "Take back" : "Keep as they are"}
      </Button>
      {kept && (
        <span className="text-ink-muted">
          {kept.count >= mostMarksCounted ? "10,000 or more marks" : counted(kept.count, "mark")} kept as{" "}
          {kept.count === 1 ? "it is" : "they are"} by {kept.by}, <Time value={kept.at} format="day" />
        </span>
      )}
      {problem && <ErrorNote title={problem} className="w-full" />}
    </>
  );
}
