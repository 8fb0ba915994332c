import { pairHref } from "@/components/agreement/hrefs";
import { figure } from "@/lib/agreement/pair-agreement";
import type { PairDto } from "@/lib/project-agreement/schema";

const CELL = 44;
const NAMES = 150;
const HEAD = 24;

/**
 * Annotators by annotators: the deeper a cell, the more often both marked the same; each leads to its pair. The table of
 * the same numbers stands beneath it on the page.
 */
export function HeatMap({
  slug,
  kind,
  pairs,
  figureOf,
  label,
}: {
  slug: string;
  kind: string;
  pairs: readonly PairDto[];
  figureOf: (pair: PairDto) => number | null;
  label: string;
}) {
  const names = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  const width = NAMES + names.length * CELL;
  const height = HEAD + names.length * CELL;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative max-w-full overflow-x-auto py-1">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block max-w-none">
        <title>{label}</title>
        {names.map((name, place) => (
          <g key={name}>
            <text
              x={NAMES + place * CELL + CELL / 2}
              y={HEAD - 8}
              textAnchor="middle"
              className="fill-ink-muted text-xs"
            >
              {place + 1}
            </text>
            <text x="0" y={HEAD + place * CELL + CELL / 2 + 4} className="fill-ink text-xs">
              {place + 1} {name.length > 20 ? `${name.slice(0, 19)}…` : name}
            </text>
            <rect
              x={NAMES + place * CELL + 1}
              y={HEAD + place * CELL + 1}
              width={CELL - 2}
              height={CELL - 2}
              rx="4"
              className="fill-surface-sunken"
            />
          </g>
        ))}
        {pairs.flatMap((pair) => {
          const [i, j] = [names.indexOf(pair.first), names.indexOf(pair.second)];
          return [
            <Cell
              key={`${pair.pairId} a`}
              slug={slug}
              kind={kind}
              pair={pair}
              row={i}
              column={j}
              value={figureOf(pair)}
            />,
            <Cell
              key={`${pair.pairId} b`}
              slug={slug}
              kind={kind}
              pair={pair}
              row={j}
              column={i}
              value={figureOf(pair)}
            />,
          ];
        })}
      </svg>
    </section>
  );
}

function Cell({
  slug,
  kind,
  pair,
  row,
  column,
  value,
}: {
  slug: string;
  kind: string;
  pair: PairDto;
  row: number;
  column: number;
  value: number | null;
}) {
  const text = value === null ? "–" : figure(value);
  const [x, y] = [NAMES + column * CELL, HEAD + row * CELL];
  const body = (
    <>
      <rect
        x={x + 1}
        y={y + 1}
        width={CELL - 2}
        height={CELL - 2}
        rx="4"
        className="fill-surface-raised stroke-border"
      />
      <rect
        x={x + 1}
        y={y + 1}
        width={CELL - 2}
        height={CELL - 2}
        rx="4"
        className="fill-accent"
        fillOpacity={(value ?? 0) * 0.4}
      />
      <text x={x + CELL / 2} y={y + CELL / 2 + 4} textAnchor="middle" className="fill-ink text-xs tabular">
        {text}
      </text>
    </>
  );
  // The two halves say the same: one of them leads on.
  if (row > column) return <g>{body}</g>;
  return (
    <a href={pairHref(slug, pair.pairId, kind)} aria-label={`${pair.first} and ${pair.second}: ${text}`}>
      {body}
    </a>
  );
}
