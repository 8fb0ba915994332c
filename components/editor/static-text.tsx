import {
  blockOfLine,
  blocksNear,
  type DrawnBlock,
  type DrawnSegment,
  listLines,
} from "@/components/editor/drawn-text";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { isOverlapping } from "@/lib/text/span";

/**
 * An article's text with marks as plain elements, for reading only: one paragraph a line. Segments are disjoint and
 * in reading order; offsets are code points.
 */
export function StaticText({
  text,
  lang,
  dir,
  segments = [],
  blocks = [],
}: {
  text: string;
  lang: string | null;
  dir: "ltr" | "rtl";
  segments?: readonly DrawnSegment[];
  blocks?: readonly DrawnBlock[];
}) {
  const index = indexCodePoints(text);
  // Segments and lines both come in reading order, so one walk over both finds each line's own.
  let next = 0;
  return (
    <div className="article-text" lang={lang ?? undefined} dir={dir}>
      {listLines(text).map((line) => {
        const { className, tag } = blockOfLine(line, blocksNear(line, blocks));
        while ((segments[next]?.end ?? Number.POSITIVE_INFINITY) <= line.start) next += 1;
        let after = next;
        while ((segments[after]?.start ?? Number.POSITIVE_INFINITY) < line.end) after += 1;
        const own = segments.slice(next, after).filter((segment) => isOverlapping(segment, line));
        const pieces: { start: number; end: number; segment: DrawnSegment | null }[] = [];
        let at = line.start;
        for (const segment of own) {
          const start = Math.max(segment.start, line.start);
          const end = Math.min(segment.end, line.end);
          if (start > at) pieces.push({ start: at, end: start, segment: null });
          pieces.push({ start, end, segment });
          at = end;
        }
        if (at < line.end) pieces.push({ start: at, end: line.end, segment: null });
        return (
          <p key={line.start} className={className} data-tag={tag || undefined}>
            {pieces.length === 0 && <br />}
            {pieces.map(({ segment, ...span }) =>
              segment ? (
                <span
                  key={span.start}
                  id={span.start === segment.start ? segment.anchor : undefined}
                  className={segment.className}
                  data-marks={segment.ids.join(" ")}
                  aria-description={segment.description}
                >
                  {sliceCodePoints(index, span)}
                </span>
              ) : (
                sliceCodePoints(index, span)
              ),
            )}
          </p>
        );
      })}
    </div>
  );
}
