import { z } from "zod";

const reason = z.string().trim().min(1, "Say why: the reason stays on record.").max(2_000);

export const withdrawArticleInput = z.strictObject({ articleId: z.uuid(), reason });
export const forgetPersonInput = z.strictObject({ userId: z.uuid(), reason });

/** What hangs on an article that is to be withdrawn for good. */
export type WithdrawalPreview = { layers: number; marks: number; mentions: number; links: number };

/** A recorded decision; the article's title and the person's name are gone, so that its id stands for it. */
export type RedactionDto = {
  id: string;
  kind: "article" | "person";
  subjectId: string;
  /** The project of an article. */
  project: { slug: string; name: string } | null;
  reason: string;
  decidedBy: string;
  decidedAt: string;
};
