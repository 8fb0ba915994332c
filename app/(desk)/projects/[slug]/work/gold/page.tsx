import type { Metadata } from "next";
import { GoldView } from "@/components/work/gold-view";
import { pageData } from "@/lib/page-data";
import { listGold, listGoldPeople } from "@/lib/slots/gold-queries";

export const metadata: Metadata = { title: "Gold" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ at?: string }> };

/** The articles that annotators are measured on, and how they did, for managers. */
export default async function GoldPage({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const data = await pageData(async (actor) => {
    const [page, people] = await Promise.all([listGold(actor, slug, at), listGoldPeople(actor, slug)]);
    return { page, people };
  }, `/projects/${slug}/work/gold`);
  return <GoldView slug={slug} {...data} />;
}
