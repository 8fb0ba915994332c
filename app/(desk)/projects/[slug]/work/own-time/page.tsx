import type { Metadata } from "next";
import { OwnTimeView } from "@/components/work/own-time-view";
import { pageData } from "@/lib/page-data";
import { getOwnTime, listOwnTime } from "@/lib/slots/time-queries";

export const metadata: Metadata = { title: "Your time" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ at?: string }> };

/** What one spent oneself at work in a project, article by article. */
export default async function OwnTimePage({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const data = await pageData(async (actor) => {
    const [page, time] = await Promise.all([listOwnTime(actor, slug, at), getOwnTime(actor, slug)]);
    return { page, time };
  }, `/projects/${slug}/work/own-time`);
  return <OwnTimeView slug={slug} {...data} />;
}
