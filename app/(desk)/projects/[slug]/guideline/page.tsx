import type { Metadata } from "next";
import { z } from "zod";
import { keepMarksAction } from "@/app/(desk)/projects/[slug]/guideline/actions";
import { GuidelinePage } from "@/components/guideline/guideline-page";
import { requireProject } from "@/lib/access";
import { listAttributes } from "@/lib/attributes/queries";
import { listExamples } from "@/lib/guidelines/examples";
import { listKept } from "@/lib/guidelines/keep-marks";
import { getGuideline, listGuidelineVersions } from "@/lib/guidelines/queries";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";

export const metadata: Metadata = { title: "Guideline" };

const query = z.object({
  version: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** A version of a project's guideline, the newest unless one is named. */
export default async function GuidelineRoute({ params, searchParams }: Props) {
  const { slug } = await params;
  const { version: number, cursor } = query.parse(await searchParams);
  const data = await pageData(async (actor) => {
    const { role } = await requireProject(actor, slug, "project.view");
    const version = await getGuideline(actor, { slug, number });
    const newest = number === undefined ? version : await getGuideline(actor, { slug });
    const versions = await listGuidelineVersions(actor, { slug, cursor });
    const examples = await listExamples(actor, slug);
    const attributes = await listAttributes(actor, slug);
    const mayEdit = can(role, "guideline.edit");
    const kept = mayEdit ? await listKept(actor, { slug, number: version.number }) : null;
    return { version, versions, newest: newest.number, mayEdit, examples, attributes, kept };
  }, `/projects/${slug}/guideline`);
  return <GuidelinePage slug={slug} {...data} keep={keepMarksAction} />;
}
