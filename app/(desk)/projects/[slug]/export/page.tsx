import type { Metadata } from "next";
import { z } from "zod";
import { publishAction } from "@/app/(desk)/projects/[slug]/export/actions";
import { ExportView } from "@/components/exports/export-view";
import { previewExport } from "@/lib/exports/queries";
import { listReleases } from "@/lib/exports/releases";
import { exportFilter } from "@/lib/exports/schema";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Export" };

const query = exportFilter.catch(() => exportFilter.parse({}));
const paging = z.object({ releases: z.string().optional().catch(undefined) });
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** What leaves the house, chosen and counted before it does; and what has left as releases. */
export default async function ExportPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const search = await searchParams;
  const filter = query.parse(search);
  const { releases } = paging.parse(search);
  const data = await pageData(
    async (actor) => ({
      preview: await previewExport(actor, slug, filter),
      releases: await listReleases(actor, slug, releases),
    }),
    `/projects/${slug}/export`,
  );
  return <ExportView slug={slug} filter={filter} {...data} publish={publishAction} />;
}
