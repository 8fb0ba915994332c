import { z } from "zod";
import { cardTypes } from "@/lib/cards/schema";

/** The orders of the board; the first five are its views. All run from the most to the least. */
export const boardOrders = [
  "newest",
  "mentions",
  "dependent",
  "contested",
  "unsettled",
  "articles",
  "origins",
  "denials",
] as const;
export type BoardOrder = (typeof boardOrders)[number];

/** The views with an address of their own, and what an empty one says. */
export const boardViews: readonly { order: BoardOrder; label: string; help: string }[] = [
  { order: "newest", label: "All", help: "Newest first." },
  { order: "mentions", label: "Most mentioned", help: "Cards with the most mentions first." },
  {
    order: "dependent",
    label: "Least independent",
    help: "Cards of two and more mentions; those with the fewest independent origins first.",
  },
  {
    order: "contested",
    label: "Most contested",
    help: "Cards that somebody denies, whose values conflict, or whose grades contradict each other. You learn of grades once you have given yours.",
  },
  {
    order: "unsettled",
    label: "Unrated or unexamined",
    help: "Cards with origins that nobody has rated, or pairs of origins that nobody has examined.",
  },
];

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
function choice<S extends z.ZodType>(schema: S) {
  return z.preprocess(blankIsNone, schema.optional()).catch(undefined);
}

/** The board's order and filters as they stand in its address; what is malformed there filters nothing. */
export const boardFilter = z.object({
  order: z.enum(boardOrders).catch("newest").default("newest"),
  q: choice(z.string().trim().max(200)),
  type: choice(z.enum(cardTypes)),
  credibility: choice(z.enum(["1", "2", "3", "6", "none"])),
  with: choice(z.enum(["denials", "unexamined", "unrated", "unnamed"])),
  origin: choice(z.uuid()),
  from: choice(z.iso.date()),
  to: choice(z.iso.date()),
  cursor: choice(z.string().max(2_000)),
});
export type BoardFilter = z.output<typeof boardFilter>;

/** A card on the board with its figures as the reader may know them; `isPending` while they are being counted again. */
export type BoardRow = {
  id: string;
  statement: string;
  type: (typeof cardTypes)[number];
  mentions: number;
  articles: number;
  clusters: number;
  unnamed: number;
  roots: number;
  low: number;
  high: number;
  unexaminedPairs: number;
  unratedRoots: number;
  denials: number;
  assessments: number;
  valueConflicts: number;
  suggestedCredibility: number | null;
  hasProblem: boolean;
  /** Grades or verdicts contradict each other; told to those alone who have given one. */
  isDisputed: boolean;
  isPending: boolean;
  firstPublishedAt: string | null;
  lastPublishedAt: string | null;
  createdAt: string;
};

/** The range of independent origins, "2" or "1–2". */
export function rangeText({ low, high }: { low: number; high: number }): string {
  return low === high ? String(low) : `${low}–${high}`;
}
