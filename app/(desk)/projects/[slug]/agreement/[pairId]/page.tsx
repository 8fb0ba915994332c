import type { Metadata } from "next";
import { refreshAgreementAction } from "@/app/(desk)/projects/[slug]/agreement/actions";
import { PairPage } from "@/components/agreement/pair-page";
import { pageData } from "@/lib/page-data";
import { getPair } from "@/lib/project-agreement/queries";
import { pairQuery } from "@/lib/project-agreement/schema";

type Props = { params: Promise<{ slug: string; pairId: string }>; searchParams: Promise<unknown> };

export const metadata: Metadata = { title: "Agreement of a pair" };

/** Everything about how far two people agree, or one with the final layer. */
export default async function AgreementPairPage({ params, searchParams }: Props) {
  const { slug, pairId } = await params;
  const query = pairQuery.parse(await searchParams);
  const page = await pageData(
    (actor) => getPair(actor, { slug, pairId, ...query }),
    `/projects/${slug}/agreement/${pairId}`,
  );
  return <PairPage slug={slug} page={page} refresh={refreshAgreementAction} />;
}
