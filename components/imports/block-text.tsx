import type { SplitPoint } from "@/components/imports/split-points";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** A block's text; while it is being split every word can be pressed, and the place chosen so far is shown. */
export function BlockText({
  index,
  block,
  points,
  chosen,
  onChoose,
}: {
  index: CodePointIndex;
  block: Span;
  /** Null unless the block is being split. */
  points: readonly SplitPoint[] | null;
  chosen: number;
  onChoose: (at: number) => void;
}) {
  if (!points) return <>{sliceCodePoints(index, block).trim()}</>;
  const borders = [block.start, ...points.map((point) => point.at), block.end];
  return (
    <>
      {borders.slice(0, -1).map((start, place) => {
        const words = sliceCodePoints(index, { start, end: borders[place + 1] ?? block.end });
        if (place === 0) return <span key={start}>{words}</span>;
        return (
          <span key={start}>
            {start === chosen && (
              <span
                aria-hidden="true"
                className="mx-0.5 inline-block h-5 w-0.5 translate-y-1 rounded-full bg-danger"
              />
            )}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; arrows and Enter do the same */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row hears the keys */}
            <span className="cursor-pointer rounded-sm hover:bg-danger-soft" onClick={() => onChoose(start)}>
              {words}
            </span>
          </span>
        );
      })}
    </>
  );
}
