import type { Metadata } from "next";
import { createCardAction } from "@/app/(desk)/projects/[slug]/claims/actions";
import * as disputes from "@/app/(desk)/projects/[slug]/outcome/actions";
import { NotFinished } from "@/components/outcome/not-finished";
import { OutcomeView } from "@/components/outcome/outcome-view";
import { getArticleText } from "@/lib/articles/get-article-text";
import { listCardsOfOutcome } from "@/lib/cards/search";
import { AppError, notFound } from "@/lib/errors";
import { pageData } from "@/lib/page-data";
import { getOutcome } from "@/lib/review/outcome-queries";

export const metadata: Metadata = { title: "Outcome" };

type Props = {
  params: Promise<{ slug: string; articleId: string }>;
  searchParams: Promise<{ layer?: string; only?: string }>;
};

/** What became of one's marks, beside the final ones. */
export default async function OutcomePage({ params, searchParams }: Props) {
  const [{ slug, articleId }, { layer, only }] = await Promise.all([params, searchParams]);
  const data = await pageData(async (actor) => {
    try {
      const outcome = await getOutcome(actor, articleId, layer);
      if (outcome.slug !== slug) throw notFound();
      const cards = await listCardsOfOutcome(actor, outcome);
      return { outcome, text: await getArticleText(actor, outcome.versionId), cards };
    } catch (error) {
      if (error instanceof AppError && error.code === "not-finished") return null;
      throw error;
    }
  });
  if (!data) return <NotFinished slug={slug} />;
  const shown = only === "changed" ? "changed" : null;
  return <OutcomeView {...data} createCard={createCardAction} disputes={{ ...disputes }} only={shown} />;
}
