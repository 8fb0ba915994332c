import type { Metadata } from "next";
import { publishGuidelineAction, saveDraftAction } from "@/app/(desk)/projects/[slug]/guideline/edit/actions";
import { GuidelineDesk } from "@/components/guideline/guideline-desk";
import { getAttributeDraft } from "@/lib/attributes/queries";
import { getGuidelineDraft } from "@/lib/guidelines/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Guideline, draft" };

/** The draft of a project's guideline, for its managers. */
export default async function GuidelineEditPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const data = await pageData(async (actor) => {
    const draft = await getGuidelineDraft(actor, slug);
    const { definitions } = await getAttributeDraft(actor, slug);
    return { draft, attributes: definitions };
  });
  return <GuidelineDesk slug={slug} {...data} save={saveDraftAction} publish={publishGuidelineAction} />;
}
