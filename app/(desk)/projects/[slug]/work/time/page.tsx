import type { Metadata } from "next";
import { TimeView } from "@/components/work/time-view";
import { pageData } from "@/lib/page-data";
import { getWeekSums, listWorkTime } from "@/lib/slots/time-queries";

export const metadata: Metadata = { title: "Time" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ at?: string }> };

/** What people spent at work, for managers. */
export default async function TimePage({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const data = await pageData(async (actor) => {
    const [page, sums] = await Promise.all([listWorkTime(actor, slug, at), getWeekSums(actor, slug)]);
    return { page, sums };
  }, `/projects/${slug}/work/time`);
  return <TimeView slug={slug} {...data} />;
}
