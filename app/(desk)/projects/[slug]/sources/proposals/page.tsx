import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/sources/[sourceId]/actions";
import { ProposalQueue } from "@/components/sources/proposal-queue";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { listProposals } from "@/lib/sources/proposals";

export const metadata: Metadata = { title: "Proposed sources" };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** The sources that annotators proposed and nobody has settled, within a project. */
export default async function ProjectProposalsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/projects/${slug}/sources`;
  const { cursor } = query.parse(await searchParams);
  const page = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return listProposals(actor, cursor);
  }, `${base}/proposals`);
  return <ProposalQueue page={page} base={base} actions={actions} />;
}
