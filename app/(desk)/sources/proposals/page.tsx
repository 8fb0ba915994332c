import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/sources/[sourceId]/actions";
import { ProposalQueue } from "@/components/sources/proposal-queue";
import { pageData } from "@/lib/page-data";
import { listProposals } from "@/lib/sources/proposals";

export const metadata: Metadata = { title: "Proposed sources" };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

/** The sources that annotators proposed and nobody has settled. */
export default async function ProposalsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = query.parse(await searchParams);
  const page = await pageData((actor) => listProposals(actor, cursor), "/sources/proposals");
  return <ProposalQueue page={page} base="/sources" actions={actions} />;
}
