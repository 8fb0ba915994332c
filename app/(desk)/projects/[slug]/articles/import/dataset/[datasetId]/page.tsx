import type { Metadata } from "next";
import { DatasetView } from "@/components/dataset-imports/dataset-view";
import { getDataset } from "@/lib/dataset-imports/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Import a dataset" };

type Props = { params: Promise<{ slug: string; datasetId: string }> };

/** A dataset's dry run, what is to be decided about it, and what came of its import. */
export default async function DatasetPage({ params }: Props) {
  const { slug, datasetId } = await params;
  const batch = await pageData((actor) => getDataset(actor, slug, datasetId));
  return <DatasetView slug={slug} batch={batch} />;
}
