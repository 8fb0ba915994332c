import type { Metadata } from "next";
import { createRoundAction } from "@/app/(desk)/rounds/new/actions";
import { NewRound } from "@/components/rounds/new-round";
import { pageData } from "@/lib/page-data";
import { listRaters } from "@/lib/ratings/round-queries";
import { getRatingRules } from "@/lib/ratings/settings";

export const metadata: Metadata = { title: "New rating round" };

/** The form for a new rating round. */
export default async function NewRoundPage() {
  const data = await pageData(async (actor) => ({
    raters: await listRaters(actor),
    rules: await getRatingRules(actor),
  }));
  return <NewRound {...data} project={null} action={createRoundAction} />;
}
