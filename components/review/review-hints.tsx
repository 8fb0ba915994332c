import { useContext } from "react";
import { LayerLetter } from "@/components/review/place-fields";
import { ReviewKeyContext } from "@/components/review/review-keys";
import { Button } from "@/components/ui/button";
import { KeyHint } from "@/components/ui/kbd";
import type { ReviewLayer } from "@/lib/review/schema";
import { isSingleKey, keyWords } from "@/lib/shortcuts/keymap";

/** As many people's lines are drawn around the words; the panel shows everybody's. */
export const mostLanes = 6;

/** Whose lines stand above and below the words, and what the tint means. `layers` are those with a mark here, in order. */
export function CompareLegend({ layers }: { layers: readonly ReviewLayer[] }) {
  const drawn = layers.slice(0, mostLanes);
  return (
    <p className="sticky top-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-border bg-canvas px-6 py-2 text-xs text-ink-muted max-sm:px-4">
      {drawn.map((layer, lane) => (
        <span key={layer.id} className="flex items-center gap-1.5">
          <LayerLetter letter={layer.letter} />
          {layer.name}, {laneName(lane, drawn.length)}
        </span>
      ))}
      {layers.length > mostLanes && <span>{layers.length - mostLanes} more beside the text</span>}
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-3 rounded-sm bg-selection" /> as it will be saved
      </span>
    </p>
  );
}

const ordinals = ["first", "second", "third"];

/** "above the line", or "second line above" where several people's lines stand on one side. */
function laneName(lane: number, count: number): string {
  if (count < 3) return lane === 0 ? "above the line" : "below";
  return `${ordinals[Math.floor(lane / 2)] ?? ""} line ${lane % 2 === 0 ? "above" : "below"}`;
}

/** The keys of the adjudication screen as its reader has them; wide screens only. */
export function ReviewKeys({ onHelp }: { onHelp: () => void }) {
  const { table, hasSingleKeys } = useContext(ReviewKeyContext);
  return (
    <div className="flex shrink-0 items-center gap-x-4 overflow-x-auto border-t border-border bg-surface px-4 py-1 max-lg:hidden">
      {!hasSingleKeys && <span className="text-xs text-ink-muted">Single keys are off.</span>}
      {table.map(({ action, keys, short }) => {
        const shown = keys.filter((key) => hasSingleKeys || !isSingleKey(key)).slice(0, 2);
        return (
          short &&
          shown.length > 0 && (
            <KeyHint key={action} keys={shown.map(keyWords)}>
              {short}
            </KeyHint>
          )
        );
      })}
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onHelp}>
        Keys
      </Button>
    </div>
  );
}
