import type { Metadata } from "next";
import { nextArticle, recall, release } from "@/app/(desk)/projects/[slug]/work/actions";
import { WorkView } from "@/components/work/work-view";
import { requireProject } from "@/lib/access";
import { getWorkPosition } from "@/lib/articles/get-article-text";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";
import { countWork, getTeamWork, listWork } from "@/lib/slots/queries";
import { workFilters } from "@/lib/slots/schema";

export const metadata: Metadata = { title: "Work" };

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ show?: string; at?: string }>;
};

/** One's own work in a project, and for managers what the team has in hand. */
export default async function WorkPage({ params, searchParams }: Props) {
  const [{ slug }, query] = await Promise.all([params, searchParams]);
  const show = workFilters.find((filter) => filter === query.show) ?? "open";
  const data = await pageData(async (actor) => {
    const { projectId, role } = await requireProject(actor, slug, "layer.annotate");
    const [page, counts, position, team] = await Promise.all([
      listWork(actor, slug, show, query.at),
      countWork(actor, slug),
      getWorkPosition(actor, projectId),
      can(role, "article.assign") ? getTeamWork(actor, slug) : null,
    ]);
    return { page, counts, position, team };
  }, `/projects/${slug}/work`);
  return <WorkView slug={slug} show={show} {...data} actions={{ nextArticle, recall, release }} />;
}
