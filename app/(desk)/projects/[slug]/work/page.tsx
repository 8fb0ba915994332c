import type { Metadata } from "next";
import { beginKept, nextArticle, recall, release } from "@/app/(desk)/projects/[slug]/work/actions";
import { WorkView } from "@/components/work/work-view";
import { requireProject } from "@/lib/access";
import { getWorkPosition } from "@/lib/articles/get-article-text";
import { countUnreadIn } from "@/lib/comments/unread";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";
import { getOwnFigures } from "@/lib/slots/own-figures";
import { countWork, getTeamWork, listWork } from "@/lib/slots/queries";
import { workFilters } from "@/lib/slots/schema";
import { listKept } from "@/lib/slots/stalled-queries";

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
    const [page, counts, position, kept, own, team] = await Promise.all([
      listWork(actor, slug, show, query.at),
      countWork(actor, slug),
      getWorkPosition(actor, projectId),
      listKept(actor, slug),
      getOwnFigures(actor, slug),
      can(role, "article.assign") ? getTeamWork(actor, slug) : null,
    ]);
    const unread = await countUnreadIn(
      actor,
      page.items.map((item) => item.articleId),
    );
    return { page, unread, counts, position, kept, own, team, mayImport: can(role, "article.import") };
  }, `/projects/${slug}/work`);
  return <WorkView slug={slug} show={show} {...data} actions={{ nextArticle, recall, release, beginKept }} />;
}
