import type { Metadata } from "next";
import * as actions from "@/app/(desk)/projects/[slug]/articles/actions";
import { ArticleListView } from "@/components/articles/article-list-view";
import { requireProject } from "@/lib/access";
import { listArticleFilters, listArticles } from "@/lib/articles/list-articles";
import { articleFilter } from "@/lib/articles/list-schema";
import { countUnreadIn } from "@/lib/comments/unread";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";
import { listAssignees } from "@/lib/slots/assign";

export const metadata: Metadata = { title: "Articles" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** A project's articles, by search and filters. */
export default async function ArticlesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = articleFilter.parse(await searchParams);
  const { people, ...data } = await pageData(async (actor) => {
    const { role } = await requireProject(actor, slug, "project.view");
    const articles = await listArticles(actor, slug, filter);
    const options = await listArticleFilters(actor, slug);
    const people = can(role, "article.assign") ? await listAssignees(actor, slug) : null;
    const ids = articles.items.map((article) => article.id);
    const unread = await countUnreadIn(actor, ids);
    return { articles, unread, options, mayImport: can(role, "article.import"), people };
  }, `/projects/${slug}/articles`);
  return (
    <ArticleListView
      slug={slug}
      filter={filter}
      {...data}
      arrange={people && { people, actions: { ...actions } }}
    />
  );
}
