import type { Metadata } from "next";
import { createSourceAction } from "@/app/(desk)/sources/new/actions";
import { NewSource } from "@/components/sources/new-source";
import { requireProject } from "@/lib/access";
import { pageData } from "@/lib/page-data";
import { requireRegister } from "@/lib/sources/access";
import { sourcePermissions } from "@/lib/sources/queries";

export const metadata: Metadata = { title: "New source" };

/** A new source, or a proposal of one, within a project. */
export default async function NewProjectSourcePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { canEdit } = await pageData(async (actor) => {
    await requireProject(actor, slug, "project.view");
    await requireRegister(actor, "source.propose");
    return sourcePermissions(actor);
  });
  return <NewSource isProposal={!canEdit} project={slug} action={createSourceAction} />;
}
