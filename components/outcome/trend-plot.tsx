import { Day } from "@/components/ui/day";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { figure } from "@/lib/agreement/pair-agreement";
import type { TrendWeek } from "@/lib/review/feedback";

const width = 320;
const height = 96;
const left = 26;
const top = 8;

/** Agreement with the final layers by week, 0 to 1: a line with a dot a week, and the table that it is drawn from. */
export function TrendPlot({ weeks }: { weeks: readonly TrendWeek[] }) {
  const dots = weeks.flatMap((week, at) =>
    week.f1 === null ? [] : [{ ...week, x: xOf(at, weeks.length), y: top + (1 - week.f1) * height }],
  );
  const line = dots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <figure>
      <svg
        viewBox={`0 0 ${left + width + 8} ${top + height + 8}`}
        className="w-full max-w-md"
        role="img"
        aria-label="Agreement with the final layers by week"
      >
        {[0, 0.5, 1].map((value) => (
          <g key={value}>
            <line
              x1={left}
              x2={left + width}
              y1={top + (1 - value) * height}
              y2={top + (1 - value) * height}
              className="stroke-border"
            />
            <text
              x={left - 6}
              y={top + (1 - value) * height + 3}
              textAnchor="end"
              className="fill-ink-muted text-[10px]"
            >
              {value}
            </text>
          </g>
        ))}
        <polyline points={line} fill="none" className="stroke-accent" strokeWidth={1.5} />
        {dots.map((dot) => (
          <circle key={dot.week} cx={dot.x} cy={dot.y} r={3} className="fill-accent" />
        ))}
      </svg>
      <details className="mt-1">
        <summary className="rounded-sm text-sm text-ink-muted hover:text-ink">As a table</summary>
        <Table caption="Agreement with the final layers by week" className="mt-2 min-w-0! max-w-md">
          <TableHead>
            <TableHeadCell>Week from</TableHeadCell>
            <TableHeadCell isNumeric>Articles</TableHeadCell>
            <TableHeadCell isNumeric>F1</TableHeadCell>
          </TableHead>
          <TableBody>
            {weeks.map((week) => (
              <TableRow key={week.week}>
                <TableCell>
                  <Day value={week.week} />
                </TableCell>
                <TableCell isNumeric>{week.articles}</TableCell>
                <TableCell isNumeric>{week.f1 === null ? "no marks" : figure(week.f1)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </details>
    </figure>
  );
}

function xOf(at: number, count: number): number {
  return count < 2 ? left + width / 2 : left + (at / (count - 1)) * width;
}
