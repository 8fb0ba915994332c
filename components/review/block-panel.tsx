import { TriangleAlert } from "lucide-react";
import { BlockKindList } from "@/components/imports/block-palette";
import { KeyOf } from "@/components/review/review-keys";
import type { Desk } from "@/components/review/use-desk";
import { Button } from "@/components/ui/button";
import { KeyHint } from "@/components/ui/kbd";
import { sliceCodePoints } from "@/lib/text/code-points";
import { labelOf } from "@/lib/vocabulary";

/** The kinds that the block at hand can have, while one is chosen. */
export function BlockPanel({ desk }: { desk: Desk }) {
  const { block, doings, index } = desk;
  if (!block) return null;
  return (
    <section aria-label="Kind of the block" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">This block is</h2>
      <p className="line-clamp-2 text-sm break-words text-ink-muted" dir="auto">
        {sliceCodePoints(index, block).trim()}
      </p>
      <div className="-mx-2">
        <BlockKindList kind={block.kind} onKind={doings.setBlock} />
      </div>
      <div className="flex items-center justify-between gap-2">
        <KeyHint keys={["↑", "↓"]}>other block</KeyHint>
        <Button size="sm" variant="ghost" onClick={doings.leave}>
          Cancel <KeyOf action="leave" />
        </Button>
      </div>
    </section>
  );
}

/** In which block the current place stands, and the way to correct it. */
export function BlockLine({ desk, mayPrepare }: { desk: Desk; mayPrepare: boolean }) {
  const { here, doings } = desk;
  if (!here) return null;
  if (!mayPrepare) return <p className="px-2.5 py-1 text-sm text-ink-muted">Block: {labelOf(here.kind)}</p>;
  return (
    <Button size="sm" variant="ghost" onClick={doings.block}>
      Block: {labelOf(here.kind)} <KeyOf action="block" />
    </Button>
  );
}

/** What is odd about the current place. */
export function PlaceWarning({ desk }: { desk: Desk }) {
  const warning = desk.state.current && desk.warnings.get(desk.state.current.id);
  if (!warning) return null;
  return (
    <p role="status" className="flex items-start gap-2 text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
      {warning}
    </p>
  );
}
