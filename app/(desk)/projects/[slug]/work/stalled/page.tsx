import type { Metadata } from "next";
import { release } from "@/app/(desk)/projects/[slug]/work/actions";
import { StalledView } from "@/components/work/stalled-view";
import { pageData } from "@/lib/page-data";
import { listStalled } from "@/lib/slots/stalled-queries";

export const metadata: Metadata = { title: "Stalled" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ at?: string }> };

/** Places that hold work and whose time ran out, for managers. */
export default async function StalledPage({ params, searchParams }: Props) {
  const [{ slug }, { at }] = await Promise.all([params, searchParams]);
  const page = await pageData((actor) => listStalled(actor, slug, at), `/projects/${slug}/work/stalled`);
  return <StalledView slug={slug} page={page} release={release} />;
}
