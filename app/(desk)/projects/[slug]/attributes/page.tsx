import type { Metadata } from "next";
import {
  previewAttributesAction,
  publishAttributesAction,
  saveAttributesAction,
} from "@/app/(desk)/projects/[slug]/attributes/actions";
import { AttributesDesk } from "@/components/attributes/attributes-desk";
import { getAttributeDraft } from "@/lib/attributes/queries";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Attributes" };

/** The attributes that a project asks beside the vocabulary's, for its managers. */
export default async function AttributesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const draft = await pageData((actor) => getAttributeDraft(actor, slug));
  return (
    <AttributesDesk
      slug={slug}
      draft={draft}
      save={saveAttributesAction}
      preview={previewAttributesAction}
      publish={publishAttributesAction}
    />
  );
}
