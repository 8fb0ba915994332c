import type { Metadata } from "next";
import { ArticleListView } from "@/components/articles/article-list-view";
import { requireProject } from "@/lib/access";
import { listArticleFilters, listArticles } from "@/lib/articles/list-articles";
import { articleFilter } from "@/lib/articles/list-schema";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";

export const metadata: Metadata = { title: "Articles" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** A project's articles, by search and filters. */
export default async function ArticlesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = articleFilter.parse(await searchParams);
  const data = await pageData(async (actor) => {
    const { role } = await requireProject(actor, slug, "project.view");
    const articles = await listArticles(actor, slug, filter);
    const options = await listArticleFilters(actor, slug);
    return { articles, options, mayImport: can(role, "article.import") };
  }, `/projects/${slug}/articles`);
  return <ArticleListView slug={slug} filter={filter} {...data} />;
}
