import type { Metadata } from "next";
import { PairsDesk } from "@/components/pairs/pairs-desk";
import { pageData } from "@/lib/page-data";
import { listPairs } from "@/lib/pairs/queries";
import { pairFilter } from "@/lib/pairs/schema";
import { getKeyPreference } from "@/lib/shortcuts/queries";

export const metadata: Metadata = { title: "Pairs" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** Pairs of passages that may be copies, one after another. */
export default async function PairsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = pairFilter.parse(await searchParams);
  const [page, keys] = await pageData(
    (actor) => Promise.all([listPairs(actor, slug, filter), getKeyPreference(actor)]),
    `/projects/${slug}/pairs`,
  );
  const show = filter.show ?? "open";
  return (
    <PairsDesk key={`${show} ${filter.cursor ?? ""}`} slug={slug} show={show} first={page} keys={keys} />
  );
}
