import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import { type Distribution, describeDistribution } from "@/lib/ratings/distribution";
import { reliabilityDefinitions, reliabilityGrades } from "@/lib/vocabulary";

/** A distribution as a table that is its own plot: one dot a rater, F set apart, the lower median marked. */
export function DistributionPlot({ distribution, caption }: { distribution: Distribution; caption: string }) {
  const { counts, lowerMedian, oldest, newest } = distribution;
  const tallest = Math.max(1, ...reliabilityGrades.map((grade) => counts[grade]));
  return (
    <figure className="flex flex-col gap-2">
      <table className="w-full max-w-md table-fixed text-center text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="align-bottom">
            {reliabilityGrades.map((grade) => (
              <th
                key={grade}
                scope="col"
                title={`${reliabilityDefinitions[grade].name}. ${reliabilityDefinitions[grade].text}`}
                className={classNames("font-medium", grade === "F" && "border-l border-dashed")}
              >
                <span aria-hidden="true" className="flex flex-col-reverse items-center gap-1 pb-1">
                  {dots(counts[grade]).map((dot) => (
                    <span
                      key={dot}
                      className={classNames(
                        "size-2.5 rounded-full border-2",
                        grade === "F" ? "border-border-control" : "border-accent bg-accent",
                      )}
                    />
                  ))}
                </span>
                <span
                  className={classNames(
                    "mx-auto block w-8 rounded-sm border-t border-border-strong pt-0.5",
                    grade === lowerMedian && "bg-accent-soft font-semibold text-accent",
                  )}
                >
                  {grade}
                  {grade === lowerMedian && <span className="sr-only"> (lower median)</span>}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="text-ink-muted">
            {reliabilityGrades.map((grade) => (
              <td key={grade} className={classNames("tabular", grade === "F" && "border-l border-dashed")}>
                {counts[grade]}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <figcaption className="text-sm text-ink-muted">
        {describeDistribution(distribution)}
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
        {tallest > mostDots && ` A column shows at most ${mostDots} dots; the number below it is the count.`}
      </figcaption>
    </figure>
  );
}

const mostDots = 12;

function dots(count: number): number[] {
  return Array.from({ length: Math.min(count, mostDots) }, (_, index) => index);
}
