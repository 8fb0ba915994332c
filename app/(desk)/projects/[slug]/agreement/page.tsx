import type { Metadata } from "next";
import {
  refreshAgreementAction,
  setShowsAgreementAction,
} from "@/app/(desk)/projects/[slug]/agreement/actions";
import { AgreementOverview } from "@/components/agreement/agreement-overview";
import { pageData } from "@/lib/page-data";
import { getOverview } from "@/lib/project-agreement/queries";
import { overviewQuery } from "@/lib/project-agreement/schema";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

export const metadata: Metadata = { title: "Agreement" };

/** How far people who annotated the same articles agree: sentences, commonest disagreements, plots with their tables. */
export default async function AgreementPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const query = overviewQuery.parse(await searchParams);
  const overview = await pageData((actor) => getOverview(actor, slug, query));
  const actions = { refresh: refreshAgreementAction, setShows: setShowsAgreementAction };
  return <AgreementOverview slug={slug} show={query.show} overview={overview} actions={actions} />;
}
