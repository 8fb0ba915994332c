import type { Metadata } from "next";
import { publishGuidelineAction, saveDraftAction } from "@/app/(desk)/projects/[slug]/guideline/edit/actions";
import { GuidelineDesk } from "@/components/guideline/guideline-desk";
import { getGuidelineDraft } from "@/lib/guidelines/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Guideline, draft" };

/** The draft of a project's guideline, for its managers. */
export default async function GuidelineEditPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const draft = await pageData((actor) => getGuidelineDraft(actor, slug));
  return <GuidelineDesk slug={slug} draft={draft} save={saveDraftAction} publish={publishGuidelineAction} />;
}
