import type { Metadata } from "next";
import { z } from "zod";
import { ratingRulesAction } from "@/app/(desk)/rounds/actions";
import { RatingHealth } from "@/components/rounds/rating-health";
import { RoundList } from "@/components/rounds/round-list";
import { highestRole } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { canOnRegister } from "@/lib/policy";
import { listRounds } from "@/lib/ratings/round-queries";
import { getRatingRules } from "@/lib/ratings/settings";
import { getTeamDiagonal } from "@/lib/ratings/team-diagonal";

export const metadata: Metadata = { title: "Rating rounds" };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

/** The rating rounds that the reader rates in or manages, and how the team rates as a whole. */
export default async function RoundsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = query.parse(await searchParams);
  const { diagonal, rules, ...list } = await pageData(async (actor) => {
    const role = await highestRole(actor);
    return {
      page: await listRounds(actor, cursor),
      canManage: canOnRegister(role, "round.manage"),
      diagonal: canOnRegister(role, "source.rate") ? await getTeamDiagonal(actor) : null,
      rules: await getRatingRules(actor),
    };
  }, "/rounds");
  return (
    <>
      <RoundList {...list} />
      <RatingHealth diagonal={diagonal} rules={rules} changeRules={ratingRulesAction} />
    </>
  );
}
