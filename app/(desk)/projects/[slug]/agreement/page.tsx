import type { Metadata } from "next";
import { AgreementView } from "@/components/agreement/agreement-view";
import { pageData } from "@/lib/page-data";
import { agreementLimit, getAgreement } from "@/lib/review/agreement";

export const metadata: Metadata = { title: "Agreement" };

/** How far people who annotated the same articles agree, in sentences. */
export default async function AgreementPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const agreement = await pageData((actor) => getAgreement(actor, slug));
  return <AgreementView slug={slug} limit={agreementLimit} agreement={agreement} />;
}
