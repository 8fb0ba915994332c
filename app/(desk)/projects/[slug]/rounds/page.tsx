import type { Metadata } from "next";
import { z } from "zod";
import { ratingRulesAction } from "@/app/(desk)/rounds/actions";
import { RatingHealth } from "@/components/rounds/rating-health";
import { RoundList } from "@/components/rounds/round-list";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { getRoundsPage } from "@/lib/ratings/rounds-page";

export const metadata: Metadata = { title: "Rating rounds" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

/** The rating rounds that the reader rates in or manages, within a project. */
export default async function ProjectRoundsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/projects/${slug}/rounds`;
  const { cursor } = query.parse(await searchParams);
  const { diagonal, rules, ...list } = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return getRoundsPage(actor, cursor);
  }, base);
  return (
    <>
      <RoundList {...list} base={base} />
      <RatingHealth diagonal={diagonal} rules={rules} changeRules={ratingRulesAction} />
    </>
  );
}
