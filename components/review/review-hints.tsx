import { keyOfLayer } from "@/components/review/place-actions";
import { LayerLetter } from "@/components/review/place-fields";
import { KeyHint } from "@/components/ui/kbd";
import type { ReviewLayer } from "@/lib/review/schema";

/** Whose lines stand above and below the words, and what the tint means. */
export function CompareLegend({ layers }: { layers: readonly ReviewLayer[] }) {
  return (
    <p className="sticky top-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-border bg-canvas px-6 py-2 text-xs text-ink-muted max-sm:px-4">
      {layers.map((layer, side) => (
        <span key={layer.id} className="flex items-center gap-1.5">
          <LayerLetter letter={layer.letter} />
          {layer.name}, {side === 0 ? "above the line" : "below"}
        </span>
      ))}
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-3 rounded-sm bg-selection" /> as it will be saved
      </span>
    </p>
  );
}

/** The keys of the adjudication screen; wide screens only. */
export function ReviewKeys({ layers }: { layers: readonly ReviewLayer[] }) {
  return (
    <div className="flex shrink-0 gap-x-4 overflow-x-auto border-t border-border bg-surface px-4 py-1.5 max-lg:hidden">
      <KeyHint keys={["n", "p"]}>next, previous</KeyHint>
      <KeyHint keys={layers.map((_, layer) => keyOfLayer(layer))}>take</KeyHint>
      <KeyHint keys={["x", "1–7"]}>reject</KeyHint>
      <KeyHint keys={["c"]}>comment</KeyHint>
      <KeyHint keys={["+"]}>add what all missed</KeyHint>
      <KeyHint keys={["⇧A"]}>all agreed</KeyHint>
      <KeyHint keys={["z"]}>undo</KeyHint>
      <KeyHint keys={["⇧Z"]}>redo</KeyHint>
      <KeyHint keys={["Ctrl ↵"]}>finish</KeyHint>
    </div>
  );
}
