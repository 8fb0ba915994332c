import { z } from "zod";

/** The nouns that events are about, as the history's filter names them. */
export const historyNouns = {
  project: "Settings",
  guideline: "Guideline",
  member: "Members",
  invitation: "Invitations",
  import: "Imports",
  article: "Articles",
  slot: "Places",
  layer: "Submissions",
  annotation: "Marks",
  block: "Blocks",
  review: "Reviews",
  unit: "Review decisions",
  comment: "Comments",
  thread: "Threads of comments",
  card: "Claim cards",
  mention: "Mentions",
  dataset: "Exports",
  release: "Releases",
  suggestions: "Suggestions",
} as const;
export type HistoryNoun = keyof typeof historyNouns;
const nouns = Object.keys(historyNouns);

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);

export const historyFilter = z.object({
  noun: z
    .preprocess(
      blankIsNone,
      z
        .string()
        .refine((noun) => nouns.includes(noun))
        .optional(),
    )
    .catch(undefined),
  cursor: z.preprocess(blankIsNone, z.string().max(200).optional()).catch(undefined),
});
export type HistoryFilter = z.output<typeof historyFilter>;

/** One event as a sentence's parts; `href` leads to what it is about where there is a page for it. */
export type HistoryRow = {
  id: string;
  at: string;
  type: string;
  who: string;
  what: string;
  subject: { label: string; href: string } | null;
  detail: string | null;
};
