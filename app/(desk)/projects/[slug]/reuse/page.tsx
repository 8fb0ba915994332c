import type { Metadata } from "next";
import { ClusterList } from "@/components/reuse/cluster-list";
import { pageData } from "@/lib/page-data";
import { listClusters } from "@/lib/reuse/list-clusters";
import { clusterFilter } from "@/lib/reuse/schema";

export const metadata: Metadata = { title: "Reuse" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** A project's clusters of reuse, by search, filter and order. */
export default async function ReusePage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = clusterFilter.parse(await searchParams);
  const clusters = await pageData((actor) => listClusters(actor, slug, filter), `/projects/${slug}/reuse`);
  return <ClusterList slug={slug} clusters={clusters} filter={filter} />;
}
