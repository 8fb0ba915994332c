import type { Metadata } from "next";
import { cache } from "react";
import { ArticleView } from "@/components/articles/article-view";
import { getArticle } from "@/lib/articles/get-article";
import { pageData } from "@/lib/page-data";

type Props = { params: Promise<{ slug: string; articleId: string }> };

const readArticle = cache((slug: string, articleId: string) =>
  pageData((actor) => getArticle(actor, { slug, articleId })),
);

/** The article's title in the title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, articleId } = await params;
  const { text } = await readArticle(slug, articleId);
  return { title: text.title };
}

/** An article: its facts, its text, and the work on it that the reader may see. */
export default async function ArticlePage({ params }: Props) {
  const { slug, articleId } = await params;
  return <ArticleView slug={slug} article={await readArticle(slug, articleId)} />;
}
