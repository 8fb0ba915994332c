import { z } from "zod";
import { counted } from "@/lib/counted";
import { restingWorkSchema } from "@/lib/dataset-imports/schema";
import { type UndoneDataset, withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { findBatchKind } from "@/lib/imports/access";
import { withdrawBatch } from "@/lib/imports/commands";
import type { Actor } from "@/lib/policy";

const restingArticles = z.object({
  articles: z.array(z.object({ articleId: z.string(), title: z.string(), reasons: z.array(z.string()) })),
});

/** Undoes an import of either kind and says what left the project, or what rests on it; answers the exit code. */
export async function undoImport(actor: Actor, slug: string, batchId: string): Promise<number> {
  const kind = await findBatchKind(actor, slug, batchId, db());
  if (kind === null)
    throw new AppError(404, "no-such-batch", `${slug} has no import with the batch ID ${batchId}.`);
  try {
    const gone =
      kind === "articles"
        ? counted((await withdrawBatch(actor, slug, batchId)).articles, "article")
        : inWords(await withdrawDataset(actor, slug, batchId));
    console.log(`Undone: ${gone} left ${slug}.`);
    return 0;
  } catch (error) {
    const resting = error instanceof AppError ? restingLines(slug, error.details) : null;
    if (!(error instanceof AppError) || resting === null) throw error;
    console.error([error.message, ...resting].join("\n"));
    return 1;
  }
}

function inWords({ articles, layers, ratings, pairs, suggestions }: UndoneDataset): string {
  const also = [
    counted(ratings, "rating"),
    counted(pairs, "judged pair"),
    counted(suggestions, "suggestion"),
  ];
  const said = [
    counted(articles, "article"),
    counted(layers, "layer"),
    ...also.filter((one) => !one.startsWith("0 ")),
  ];
  return said.join(", ");
}

/** What a refusal names, a line each; null for a refusal that names nothing. */
function restingLines(slug: string, details: unknown): string[] | null {
  const dataset = restingWorkSchema.safeParse(details);
  if (dataset.success) {
    const { rows, count } = dataset.data;
    const more = count > rows.length ? [`  … and ${count - rows.length} more.`] : [];
    return [
      ...rows.map(({ title, reasons, href }) => `  ${title} (${href}): ${reasons.join(", ")}`),
      ...more,
    ];
  }
  const plain = restingArticles.safeParse(details);
  if (!plain.success) return null;
  return plain.data.articles.map(
    ({ articleId, title, reasons }) =>
      `  ${title} (/projects/${slug}/articles/${articleId}): ${reasons.join(", ")}`,
  );
}
