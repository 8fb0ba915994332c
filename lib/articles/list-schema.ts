import { z } from "zod";
import { translatedStates } from "@/lib/vocabulary";

/** How far an article is, as the list says it: nobody has begun, somebody works on it, all is in, a reviewer works, final. */
export const articleStages = ["open", "in-work", "waiting", "in-review", "done"] as const;
export type ArticleStage = (typeof articleStages)[number];

export const stageLabels: Record<ArticleStage, string> = {
  open: "Open",
  "in-work": "In work",
  waiting: "Waiting for review",
  "in-review": "In review",
  done: "Done",
};

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
function choice<S extends z.ZodType>(schema: S) {
  return z.preprocess(blankIsNone, schema.optional()).catch(undefined);
}

/** The list's search and filters as they stand in its address; what is malformed there filters nothing. */
export const articleFilter = z.object({
  q: choice(z.string().trim().max(200)),
  stage: choice(z.enum(articleStages)),
  language: choice(z.string().max(35)),
  publisher: choice(z.union([z.literal("unknown"), z.uuid()])),
  translated: choice(z.enum(translatedStates)),
  batch: choice(z.uuid()),
  cursor: choice(z.string().max(200)),
});
export type ArticleFilter = z.output<typeof articleFilter>;

/** An article in the list; `progress` only for whoever reviews or manages: places handed in, of those wanted. */
export type ArticleRow = {
  id: string;
  title: string;
  stage: ArticleStage;
  publisher: string | null;
  language: string | null;
  translated: string;
  publishedAt: string | null;
  publishedText: string | null;
  createdAt: string;
  progress: { submitted: number; wanted: number } | null;
  /** For whoever assigns. */
  desk: { priority: number; isCalibration: boolean; isGold: boolean; kept: number } | null;
};

/** What the filters can be set to in a project. */
export type ArticleFilterOptions = {
  languages: string[];
  publishers: { id: string; name: string }[];
  batches: { id: string; label: string }[];
};
