import type { z } from "zod";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";

/** The facts of an article that stand on their own, for formats that keep metadata beside a text. */
export const articleFacts = recordSchema.shape.article
  .omit({ id: true, derivesFrom: true, importedAt: true, origin: true })
  .partial();
export type ArticleFacts = z.infer<typeof articleFacts>;

/** The facts of a record's article, whole. */
export function factsOf({ article }: ExportRecord): ArticleFacts {
  return articleFacts.parse(article);
}
