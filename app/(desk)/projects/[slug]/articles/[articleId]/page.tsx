import type { Metadata } from "next";
import { gold, withdraw } from "@/app/(desk)/projects/[slug]/articles/[articleId]/actions";
import { readArticle } from "@/app/(desk)/projects/[slug]/articles/[articleId]/read-article";
import * as actions from "@/app/(desk)/projects/[slug]/articles/actions";
import { createCardAction } from "@/app/(desk)/projects/[slug]/claims/actions";
import { ArticleView } from "@/components/articles/article-view";
import { placeInAddress } from "@/lib/articles/spans-in-address";

type Props = { params: Promise<{ slug: string; articleId: string }>; searchParams: Promise<unknown> };

/** The article's title in the title of the page. */
export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { slug, articleId } = await params;
  const { versionId } = placeInAddress.parse(await searchParams);
  const { article } = await readArticle(slug, articleId, versionId);
  return { title: article.text.title };
}

/** An article: its facts, its text, and the work on it that the reader may see. */
export default async function ArticlePage({ params, searchParams }: Props) {
  const { slug, articleId } = await params;
  const { lit, versionId } = placeInAddress.parse(await searchParams);
  const { people, ...read } = await readArticle(slug, articleId, versionId);
  const desk = people && { people, actions: { ...actions, gold } };
  const acts = { createCard: createCardAction, withdraw };
  return <ArticleView slug={slug} {...read} lit={lit} desk={desk} {...acts} />;
}
