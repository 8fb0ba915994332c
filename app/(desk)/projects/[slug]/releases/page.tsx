import type { Metadata } from "next";
import { z } from "zod";
import { ReleaseListView } from "@/components/releases/release-list-view";
import { pageData } from "@/lib/page-data";
import { listReleases } from "@/lib/releases/queries";

export const metadata: Metadata = { title: "Releases" };

const paging = z.object({ cursor: z.string().optional().catch(undefined) });
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** A project's dataset releases. */
export default async function ReleasesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { cursor } = paging.parse(await searchParams);
  const base = `/projects/${slug}/releases`;
  const releases = await pageData((actor) => listReleases(actor, slug, cursor), base);
  return <ReleaseListView slug={slug} releases={releases} />;
}
