"use client";

import { useState } from "react";
import { quoteOf } from "@/components/review/place-list";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { ReviewLayer, ReviewMark, UnitDto } from "@/lib/review/schema";
import { votedFor } from "@/lib/review/votes";
import { labelOf } from "@/lib/vocabulary";

const mostShown = 200;

/**
 * Everything that taking all agreed places would take, before it is taken; with two annotators or more also what enough
 * votes would. One step, and one undo. `votes` is null for all agreed.
 */
export function MergeDialog({
  units,
  layers,
  marks,
  onClose,
  onTake,
}: {
  /** The places that are still open. */
  units: readonly UnitDto[];
  layers: readonly ReviewLayer[];
  marks: readonly ReviewMark[];
  onClose: () => void;
  onTake: (votes: number | null) => void;
}) {
  const [choice, setChoice] = useState("agreed");
  const votes = choice === "agreed" ? null : Number(choice);
  const taken = units.flatMap((unit) => {
    if (votes === null) return unit.state === "agreed" ? [{ unit, mark: null, count: layers.length }] : [];
    const voted = votedFor(unit, votes);
    const mark = marks.find((one) => one.id === voted?.[0]) ?? null;
    return voted ? [{ unit, mark, count: voted.length }] : [];
  });
  const left = units.length - taken.length;
  const places = taken.length === 1 ? "this place" : `these ${taken.length} places`;
  const thresholds = layers.map((_, index) => index + 1).slice(-5, -1);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="lg"
      title={taken.length === 0 ? "Nothing to take so" : `Take ${places} as marked?`}
      description={
        layers.length === 1
          ? "One annotator marked them, and you have not decided otherwise."
          : votes === null
            ? "Everybody marked them alike in every field. One undo takes all of them back."
            : `At least ${votes} of ${layers.length} marked them alike in every field, and nothing else has as many votes. One undo takes all of them back.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" data-aim="" disabled={taken.length === 0} onClick={() => onTake(votes)}>
            Take {places}
          </Button>
        </>
      }
    >
      {layers.length > 1 && (
        <div className="mb-4 flex flex-col gap-2">
          <SegmentedControl
            label="What is taken"
            value={choice}
            onChange={setChoice}
            options={[
              { value: "agreed", label: "All agree" },
              ...thresholds.toReversed().map((one) => ({
                value: String(one),
                label: one === 1 ? "1 vote or more" : `${one} votes or more`,
              })),
            ]}
          />
          <p role="status" className="text-sm text-ink-muted">
            {taken.length} taken, {left} left to settle one by one.
          </p>
        </div>
      )}
      <ol className="flex flex-col divide-y divide-border text-sm">
        {taken.slice(0, mostShown).map(({ unit, mark, count }) => (
          <li key={unit.id} className="flex gap-3 py-1.5">
            <span className="w-24 shrink-0 text-ink-muted">{labelOf(unit.kind)}</span>
            <span className="min-w-0 grow break-words" dir="auto">
              {mark ? wordsOf(mark) : quoteOf(unit, marks)}
            </span>
            {votes !== null && (
              <span className="tabular shrink-0 text-ink-muted">
                {count} of {layers.length}
              </span>
            )}
          </li>
        ))}
      </ol>
      {taken.length > mostShown && (
        <p className="pt-2 text-sm text-ink-muted">and {taken.length - mostShown} more</p>
      )}
    </Dialog>
  );
}

function wordsOf(mark: ReviewMark): string {
  const own = mark.spans.filter((span) => span.role === "content" || span.role === "body");
  return own.map((span) => span.quote).join(" … ");
}
