import { z } from "zod";
import { reuseDegrees } from "@/lib/vocabulary";

/** What may be answered about two passages: how close a copy, no copy, or that one cannot tell. */
export const pairVerdicts = [...reuseDegrees, "no", "unsure"] as const;
export type PairVerdictCode = (typeof pairVerdicts)[number];

/** The lists of the screen: what nobody judged, the unsure ones, and what is judged. */
export const pairShows = ["open", "unsure", "judged"] as const;
export type PairShow = (typeof pairShows)[number];

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);

/** The list and page as they stand in the address; what is malformed there is as if it were not. */
export const pairFilter = z.object({
  show: z.preprocess(blankIsNone, z.enum(pairShows).optional()).catch(undefined),
  cursor: z.preprocess(blankIsNone, z.string().max(300).optional()).catch(undefined),
});
export type PairFilter = z.output<typeof pairFilter>;

/** Code points shown on either side of a passage at most. */
export const AROUND = 240;

/** One of both passages; offsets are code points of its version's text, times ISO. */
export const pairSide = z.strictObject({
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  publisher: z.string().nullable(),
  publishedAt: z.string().nullable(),
  lang: z.string().nullable(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  before: z.string(),
  after: z.string(),
});
export type PairSide = z.infer<typeof pairSide>;

/** Two passages, the one published earlier first where both times are known, and what stands of them. */
export const pairSchema = z.strictObject({
  id: z.string(),
  revision: z.number(),
  /** How alike they are in percent. */
  score: z.number(),
  method: z.enum(["texts", "link"]),
  first: pairSide,
  second: pairSide,
  verdict: z.enum(pairVerdicts).nullable(),
  judgedBy: z.string().nullable(),
  judgedAt: z.string().nullable(),
});
export type PairDto = z.infer<typeof pairSchema>;

/** A page of pairs with how many are left to judge, counted up to a thousand. */
export type PairPage = { items: PairDto[]; next: string | null; previous: string | null; left: number };

/** An answer; `commandId` is made by the client, so that a repeat is told from a second answer. */
export const judgeInput = z.object({
  commandId: z.uuid(),
  verdict: z.enum(pairVerdicts),
  revision: z.number().int().min(0).max(2_000_000_000),
});
export type JudgeInput = z.infer<typeof judgeInput>;

/** Takes back one's own answer, the pair's last. */
export const undoInput = z.object({ commandId: z.uuid(), undoesId: z.uuid() });
export type UndoInput = z.infer<typeof undoInput>;

/** What stands of a pair after an answer. */
export const judgedPair = z.strictObject({
  id: z.string(),
  revision: z.number(),
  verdict: z.enum(pairVerdicts).nullable(),
});
export type JudgedPair = z.infer<typeof judgedPair>;
