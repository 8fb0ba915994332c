import type { Metadata } from "next";
import { ExportView } from "@/components/exports/export-view";
import { previewExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Export" };

const query = exportFilter.catch(() => exportFilter.parse({}));
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** What leaves the house as a file, chosen and counted before it does. */
export default async function ExportPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = query.parse(await searchParams);
  const preview = await pageData((actor) => previewExport(actor, slug, filter));
  return <ExportView slug={slug} filter={filter} preview={preview} />;
}
