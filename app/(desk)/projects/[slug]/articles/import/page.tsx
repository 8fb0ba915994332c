import type { Metadata } from "next";
import { z } from "zod";
import { ImportView } from "@/components/imports/import-view";
import { listBatches } from "@/lib/imports/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Import articles" };

const query = z.object({ cursor: z.string().optional().catch(undefined) });
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** Where articles come in, and the imports so far. */
export default async function ImportPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { cursor } = query.parse(await searchParams);
  const batches = await pageData(
    (actor) => listBatches(actor, slug, { cursor }),
    `/projects/${slug}/articles/import`,
  );
  return <ImportView slug={slug} batches={batches} />;
}
