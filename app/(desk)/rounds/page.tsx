import type { Metadata } from "next";
import { z } from "zod";
import { RoundList } from "@/components/rounds/round-list";
import { highestRole } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { canOnRegister } from "@/lib/policy";
import { listRounds } from "@/lib/ratings/rounds";

export const metadata: Metadata = { title: "Rating rounds" };

const query = z.object({ cursor: z.string().max(2_000).optional().catch(undefined) });

/** The rating rounds that the reader rates in or manages. */
export default async function RoundsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = query.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      page: await listRounds(actor, cursor),
      canManage: canOnRegister(await highestRole(actor), "round.manage"),
    }),
    "/rounds",
  );
  return <RoundList {...data} />;
}
