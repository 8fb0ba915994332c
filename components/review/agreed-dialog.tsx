"use client";

import { quoteOf } from "@/components/review/place-list";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ReviewMark, UnitDto } from "@/lib/review/schema";
import { labelOf } from "@/lib/vocabulary";

/** Everything that taking all agreed places would take, before it is taken; one step, and one undo. */
export function AgreedDialog({
  isOpen,
  units,
  marks,
  isSingle,
  onOpenChange,
  onTake,
}: {
  isOpen: boolean;
  units: readonly UnitDto[];
  marks: readonly ReviewMark[];
  /** One annotator alone, with whom nobody had the chance to disagree. */
  isSingle: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onTake: () => void;
}) {
  const places = units.length === 1 ? "this place" : `these ${units.length} places`;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="lg"
      title={`Take ${places} as marked?`}
      description={
        isSingle
          ? "One annotator marked them, and you have not decided otherwise."
          : "Everybody marked them alike in every field. One undo takes all of them back."
      }
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" autoFocus onClick={onTake}>
            Take {places}
          </Button>
        </>
      }
    >
      <ol className="flex flex-col divide-y divide-border text-sm">
        {units.map((unit) => (
          <li key={unit.id} className="flex gap-3 py-1.5">
            <span className="w-24 shrink-0 text-ink-muted">{labelOf(unit.kind)}</span>
            <span className="min-w-0 break-words" dir="auto">
              {quoteOf(unit, marks)}
            </span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
