import type { Metadata } from "next";
import { createRoundAction } from "@/app/(desk)/rounds/new/actions";
import { NewRound } from "@/components/rounds/new-round";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { listRaters } from "@/lib/ratings/round-queries";
import { getRatingRules } from "@/lib/ratings/settings";

export const metadata: Metadata = { title: "New rating round" };

/** The form for a new rating round, within a project. */
export default async function NewProjectRoundPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const data = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    return { raters: await listRaters(actor), rules: await getRatingRules(actor) };
  });
  return <NewRound {...data} project={slug} action={createRoundAction} />;
}
