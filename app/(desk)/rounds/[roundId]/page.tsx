import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/rounds/[roundId]/actions";
import { RoundView } from "@/components/rounds/round-view";
import { pageData } from "@/lib/page-data";
import { getRound } from "@/lib/ratings/round-queries";
import { getRoundPage } from "@/lib/ratings/rounds-page";

type Props = { params: Promise<{ roundId: string }>; searchParams: Promise<unknown> };

const query = z.object({ source: z.uuid().optional().catch(undefined) });

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { roundId } = await params;
  return { title: (await pageData((actor) => getRound(actor, roundId))).name };
}

/** A rating round: the sources to rate one after another, and what is known once they are rated. */
export default async function RoundPage({ params, searchParams }: Props) {
  const { roundId } = await params;
  const { source } = query.parse(await searchParams);
  const data = await pageData((actor) => getRoundPage(actor, roundId, source));
  return <RoundView {...data} within="" actions={actions} />;
}
