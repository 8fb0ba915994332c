import { Time } from "@/components/ui/time";
import { type Distribution, describeDistribution } from "@/lib/ratings/distribution";
import { columnOf, layOutPlot, plot } from "@/lib/ratings/plot-layout";
import { reliabilityDefinitions, reliabilityGrades } from "@/lib/vocabulary";

/** A distribution drawn with one mark a rater, F set apart and the lower median marked; the same as a table behind it. */
export function DistributionPlot({ distribution, caption }: { distribution: Distribution; caption: string }) {
  const { counts, lowerMedian, oldest, newest } = distribution;
  const { marks, width, height } = layOutPlot(counts);
  const floor = height - plot.axis;
  const sentence = describeDistribution(distribution);
  return (
    <figure className="flex flex-col gap-2">
      <svg
        role="img"
        aria-label={`${caption}. ${sentence}`}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        className="h-auto max-w-full"
      >
        {lowerMedian && (
          <rect
            x={columnOf(lowerMedian) - 16}
            y={floor + 2}
            width={32}
            height={plot.axis - 3}
            rx={3}
            className="fill-accent-soft"
          />
        )}
        <line x1={4} x2={plot.column * 5 - 4} y1={floor} y2={floor} className="stroke-border-strong" />
        <line
          x1={columnOf("F") - 20}
          x2={columnOf("F") + 20}
          y1={floor}
          y2={floor}
          strokeDasharray="3 3"
          className="stroke-border-strong"
        />
        {marks.map((mark) => (
          <circle
            key={`${mark.x} ${mark.y}`}
            cx={mark.x}
            cy={mark.y}
            r={plot.radius}
            strokeWidth={1.5}
            className={mark.grade === "F" ? "fill-none stroke-border-control" : "fill-accent stroke-accent"}
          />
        ))}
        {reliabilityGrades.map((grade) => (
          <text
            key={grade}
            x={columnOf(grade)}
            y={height - 5}
            textAnchor="middle"
            fontSize={13}
            className={grade === lowerMedian ? "fill-accent font-semibold" : "fill-ink"}
          >
            {grade}
          </text>
        ))}
      </svg>
      <figcaption className="text-sm text-ink-muted">
        {sentence}
        {oldest && newest && (
          <>
            {" "}
            <Time value={oldest} format="day" />
            {oldest.slice(0, 10) !== newest.slice(0, 10) && (
              <>
                {" "}
                to <Time value={newest} format="day" />
              </>
            )}
            .
          </>
        )}
      </figcaption>
      <details className="text-sm">
        <summary className="text-ink-muted">As a table</summary>
        <table className="mt-1 text-left">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="text-xs text-ink-muted">
              <th scope="col" className="pr-4 font-medium">
                Grade
              </th>
              <th scope="col" className="text-right font-medium">
                Raters
              </th>
            </tr>
          </thead>
          <tbody>
            {reliabilityGrades.map((grade) => (
              <tr key={grade}>
                <th scope="row" className="pr-4 font-normal">
                  {grade} · {reliabilityDefinitions[grade].name}
                  {grade === lowerMedian && " (lower median)"}
                </th>
                <td className="text-right tabular">{counts[grade]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
