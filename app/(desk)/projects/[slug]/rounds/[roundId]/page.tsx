import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/rounds/[roundId]/actions";
import { RoundView } from "@/components/rounds/round-view";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { getRound } from "@/lib/ratings/round-queries";
import { getRoundPage } from "@/lib/ratings/rounds-page";

type Props = { params: Promise<{ slug: string; roundId: string }>; searchParams: Promise<unknown> };

const query = z.object({ source: z.uuid().optional().catch(undefined) });

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { roundId } = await params;
  return { title: (await pageData((actor) => getRound(actor, roundId))).name };
}

/** A rating round within a project: the sources to rate one after another, and what is known once they are rated. */
export default async function ProjectRoundPage({ params, searchParams }: Props) {
  const { slug, roundId } = await params;
  const { source } = query.parse(await searchParams);
  const data = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return getRoundPage(actor, roundId, source);
  });
  return <RoundView {...data} within={`/projects/${slug}`} actions={actions} />;
}
