import type { Distribution } from "@/lib/ratings/distribution";
import { reliabilityGrades } from "@/lib/vocabulary";

/** One rater's mark: its column, and its middle in the plot's units. */
export type PlotMark = { grade: (typeof reliabilityGrades)[number]; x: number; y: number };

/** The plot's measures: a column's width, a mark's radius and step, and how many marks stand side by side. */
export const plot = { column: 48, radius: 4, step: 11, across: 3, axis: 20, top: 6, gapBeforeF: 12 } as const;

/** The middle of a grade's column; F stands apart from the scale, because it is no grade of it. */
export function columnOf(grade: (typeof reliabilityGrades)[number]): number {
  const index = reliabilityGrades.indexOf(grade);
  return index * plot.column + plot.column / 2 + (grade === "F" ? plot.gapBeforeF : 0);
}

/**
 * Where each rater's mark stands, one a rater however many there are: stacked from the axis up, three side by side once
 * a column holds more than eight.
 */
export function layOutPlot(counts: Distribution["counts"]): {
  marks: PlotMark[];
  width: number;
  height: number;
} {
  const most = Math.max(1, ...reliabilityGrades.map((grade) => counts[grade]));
  const across = most > 8 ? plot.across : 1;
  const rows = Math.ceil(most / across);
  const floor = plot.top + rows * plot.step;
  const marks = reliabilityGrades.flatMap((grade) =>
    Array.from({ length: counts[grade] }, (_, index) => ({
      grade,
      x: columnOf(grade) + ((index % across) - (across - 1) / 2) * plot.step,
      y: floor - plot.step / 2 - Math.floor(index / across) * plot.step,
    })),
  );
  return {
    marks,
    width: reliabilityGrades.length * plot.column + plot.gapBeforeF,
    height: floor + plot.axis,
  };
}
