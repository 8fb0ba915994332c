import type { Metadata } from "next";
import { answer } from "@/app/(desk)/projects/[slug]/review/disputes/[disputeId]/actions";
import { DisputeDesk } from "@/components/review/dispute-desk";
import { getArticleText } from "@/lib/articles/get-article-text";
import { notFound } from "@/lib/errors";
import { pageData } from "@/lib/page-data";
import { getDispute } from "@/lib/review/dispute-queries";

export const metadata: Metadata = { title: "Dispute" };

/** One dispute, to be answered by a reviewer. */
export default async function DisputeRoute({
  params,
}: {
  params: Promise<{ slug: string; disputeId: string }>;
}) {
  const { slug, disputeId } = await params;
  const data = await pageData(async (actor) => {
    const dispute = await getDispute(actor, disputeId);
    if (dispute.slug !== slug) throw notFound();
    return { dispute, text: await getArticleText(actor, dispute.versionId) };
  });
  return <DisputeDesk {...data} answer={answer} />;
}
