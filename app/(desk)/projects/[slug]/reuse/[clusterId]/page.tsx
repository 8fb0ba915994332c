import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import { ClusterView } from "@/components/reuse/cluster-view";
import { pageData } from "@/lib/page-data";
import { getCluster } from "@/lib/reuse/get-cluster";

type Props = { params: Promise<{ slug: string; clusterId: string }>; searchParams: Promise<unknown> };

const query = z.object({ from: z.coerce.number().int().min(0).max(10_000_000).catch(0).default(0) });

const readCluster = cache((slug: string, clusterId: string, from: number) =>
  pageData((actor) => getCluster(actor, { slug, clusterId, from })),
);

async function read({ params, searchParams }: Props) {
  const { slug, clusterId } = await params;
  return readCluster(slug, clusterId, query.parse(await searchParams).from);
}

/** The first passage's words in the title of the page. */
export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `“${(await read(props)).title}”` };
}

/** A cluster of reuse with its family tree. */
export default async function ClusterPage(props: Props) {
  return <ClusterView cluster={await read(props)} />;
}
