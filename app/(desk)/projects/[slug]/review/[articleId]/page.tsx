import type { Metadata } from "next";
import * as actions from "@/app/(desk)/projects/[slug]/review/actions";
import { ReviewDesk } from "@/components/review/review-desk";
import { ReviewStart } from "@/components/review/review-start";
import { getArticleText, getLayerGuideline } from "@/lib/articles/get-article-text";
import { notFound } from "@/lib/errors";
import { listExamples } from "@/lib/guidelines/examples";
import { guidelineDocument } from "@/lib/guidelines/schema";
import { pageData } from "@/lib/page-data";
import { getReview, getReviewStanding } from "@/lib/review/queries";
import { getKeyPreference } from "@/lib/shortcuts/queries";

export const metadata: Metadata = { title: "Adjudicate" };

/** Adjudication of one article, or why it is not open to the reader now. */
export default async function AdjudicatePage({
  params,
}: {
  params: Promise<{ slug: string; articleId: string }>;
}) {
  const { slug, articleId } = await params;
  const { standing, desk } = await pageData(async (actor) => {
    const standing = await getReviewStanding(actor, articleId);
    if (standing.slug !== slug) throw notFound();
    if (standing.refusal || !standing.reviewer?.isSelf || standing.state !== "reviewing")
      return { standing, desk: null };
    const review = await getReview(actor, articleId);
    const [text, guideline, examples, keys] = await Promise.all([
      getArticleText(actor, review.versionId),
      getLayerGuideline(actor, review.layerId),
      listExamples(actor, slug),
      getKeyPreference(actor),
    ]);
    const rules = guidelineDocument.safeParse(guideline?.content);
    return { standing, desk: { review, text, guideline: rules.success ? rules.data : null, examples, keys } };
  });
  if (!desk) return <ReviewStart standing={standing} start={actions.start} />;
  return <ReviewDesk key={desk.review.layerId} slug={standing.slug} {...desk} actions={{ ...actions }} />;
}
