import type { Metadata } from "next";
import { cache } from "react";
import { ArticleView } from "@/components/articles/article-view";
import { getArticle } from "@/lib/articles/get-article";
import { spansInAddress } from "@/lib/articles/spans-in-address";
import { pageData } from "@/lib/page-data";
import { listArticleClusters } from "@/lib/reuse/article-clusters";

type Props = { params: Promise<{ slug: string; articleId: string }>; searchParams: Promise<unknown> };

const readArticle = cache((slug: string, articleId: string) =>
  pageData(async (actor) => ({
    article: await getArticle(actor, { slug, articleId }),
    reuse: await listArticleClusters(actor, articleId),
  })),
);

/** The article's title in the title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, articleId } = await params;
  const { article } = await readArticle(slug, articleId);
  return { title: article.text.title };
}

/** An article: its facts, its text, and the work on it that the reader may see. */
export default async function ArticlePage({ params, searchParams }: Props) {
  const { slug, articleId } = await params;
  const lit = spansInAddress.parse(await searchParams);
  return <ArticleView slug={slug} {...(await readArticle(slug, articleId))} lit={lit} />;
}
