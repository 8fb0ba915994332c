import type { Metadata } from "next";
import { createSourceAction } from "@/app/(desk)/sources/new/actions";
import { NewSource } from "@/components/sources/new-source";
import { pageData } from "@/lib/page-data";
import { requireRegister } from "@/lib/sources/access";
import { sourcePermissions } from "@/lib/sources/queries";

export const metadata: Metadata = { title: "New source" };

/** A new source, or a proposal of one. */
export default async function NewSourcePage() {
  const { canEdit } = await pageData(async (actor) => {
    await requireRegister(actor, "source.propose");
    return sourcePermissions(actor);
  });
  return <NewSource isProposal={!canEdit} project={null} action={createSourceAction} />;
}
