import type { Metadata } from "next";
import { createRoundAction } from "@/app/(desk)/rounds/new/actions";
import { NewRound } from "@/components/rounds/new-round";
import { pageData } from "@/lib/page-data";
import { listRaters } from "@/lib/ratings/rounds";

export const metadata: Metadata = { title: "New rating round" };

/** The form for a new rating round. */
export default async function NewRoundPage() {
  const raters = await pageData((actor) => listRaters(actor));
  return <NewRound raters={raters} action={createRoundAction} />;
}
