import type { SourceSummary } from "@/lib/sources/schema";

/** Grades that differ by this much and more are contested. A convention of this program. */
export const contestedFrom = 2;

/** A source on the board; counts are those of the projects that the reader sees, grades those that the reader may see. */
export type SourceBoardRow = SourceSummary & {
  published: number;
  attributed: number;
  /** The day of the last rating by anybody, whatever it said; null for none. */
  lastRatedAt: string | null;
  isDue: boolean;
  /** The newest decided grade of each role that the reader may see, such as "B as publisher". */
  houseGrades: { grade: string; role: string }[];
  /** The reader's own newest grade of each role; others' stay on the source's page. */
  ownGrades: { grade: string; role: string }[];
  /** How far apart the grades are that the reader may see; null where the reader has rated nothing of it. */
  spread: number | null;
};

export type SourceBoardProject = { slug: string; name: string };
