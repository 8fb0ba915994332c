import type { Metadata } from "next";
import { z } from "zod";
import { BatchView } from "@/components/imports/batch-view";
import { BlocksEditor } from "@/components/imports/blocks-editor";
import { getDraftText } from "@/lib/imports/get-draft-text";
import { getBatch, getBatchProgress, listDrafts } from "@/lib/imports/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Check an import" };

const text = z.string().optional().catch(undefined);
const query = z.object({ cursor: text, draft: text });
type Props = { params: Promise<{ slug: string; batchId: string }>; searchParams: Promise<unknown> };

/** A batch to be checked and imported, or, with `draft`, the blocks of one of its articles. */
export default async function BatchPage({ params, searchParams }: Props) {
  const { slug, batchId } = await params;
  const { cursor, draft: draftId } = query.parse(await searchParams);
  const base = `/projects/${slug}/articles/import/${batchId}`;
  if (draftId) {
    const draft = await pageData((actor) => getDraftText(actor, slug, batchId, draftId));
    return <BlocksEditor key={draft.id} slug={slug} batchId={batchId} draft={draft} />;
  }
  const data = await pageData(async (actor) => {
    const batch = await getBatch(actor, slug, batchId);
    const drafts = await listDrafts(actor, slug, batchId, { cursor });
    const { error } = await getBatchProgress(actor, slug, batchId);
    return { batch, drafts, failure: error };
  }, base);
  return <BatchView slug={slug} {...data} />;
}
