import type { Metadata } from "next";
import { z } from "zod";
import {
  retryReleaseAction,
  withdrawReleaseAction,
} from "@/app/(desk)/projects/[slug]/releases/[releaseId]/actions";
import { ReleaseView } from "@/components/releases/release-view";
import { pageData } from "@/lib/page-data";
import { getRelease, listReleaseFiles } from "@/lib/releases/queries";

export const metadata: Metadata = { title: "Release" };

const paging = z.object({ files: z.string().optional().catch(undefined) });
type Props = { params: Promise<{ slug: string; releaseId: string }>; searchParams: Promise<unknown> };

/** One release: how its building goes, its files, and what is told of them. */
export default async function ReleasePage({ params, searchParams }: Props) {
  const { slug, releaseId } = await params;
  const { files } = paging.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      release: await getRelease(actor, slug, releaseId),
      files: await listReleaseFiles(actor, slug, releaseId, files),
    }),
    `/projects/${slug}/releases/${releaseId}`,
  );
  return <ReleaseView slug={slug} {...data} retry={retryReleaseAction} withdraw={withdrawReleaseAction} />;
}
