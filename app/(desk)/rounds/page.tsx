import type { Metadata } from "next";
import { z } from "zod";
import { ratingRulesAction } from "@/app/(desk)/rounds/actions";
import { RatingHealth } from "@/components/rounds/rating-health";
import { RoundList } from "@/components/rounds/round-list";
import { pageData } from "@/lib/page-data";
import { getRoundsPage } from "@/lib/ratings/rounds-page";

export const metadata: Metadata = { title: "Rating rounds" };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

/** The rating rounds that the reader rates in or manages, and how the team rates as a whole. */
export default async function RoundsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = query.parse(await searchParams);
  const { diagonal, rules, ...list } = await pageData((actor) => getRoundsPage(actor, cursor), "/rounds");
  return (
    <>
      <RoundList {...list} base="/rounds" />
      <RatingHealth diagonal={diagonal} rules={rules} changeRules={ratingRulesAction} />
    </>
  );
}
