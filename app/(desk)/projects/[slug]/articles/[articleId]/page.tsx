import type { Metadata } from "next";
import { cache } from "react";
import { gold } from "@/app/(desk)/projects/[slug]/articles/[articleId]/actions";
import * as actions from "@/app/(desk)/projects/[slug]/articles/actions";
import { createCardAction } from "@/app/(desk)/projects/[slug]/claims/actions";
import { ArticleView } from "@/components/articles/article-view";
import { getArticle } from "@/lib/articles/get-article";
import { spansInAddress } from "@/lib/articles/spans-in-address";
import { listFinalClaims } from "@/lib/cards/search";
import { pageData } from "@/lib/page-data";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import { listAssignees } from "@/lib/slots/assign";

type Props = { params: Promise<{ slug: string; articleId: string }>; searchParams: Promise<unknown> };

const readArticle = cache((slug: string, articleId: string) =>
  pageData(async (actor) => {
    const article = await getArticle(actor, { slug, articleId });
    const people = article.desk ? await listAssignees(actor, slug) : null;
    const reuse = await listArticleClusters(actor, articleId);
    return { article, people, reuse, claims: await listFinalClaims(actor, { id: articleId, slug }) };
  }),
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
  const { people, ...read } = await readArticle(slug, articleId);
  const desk = people && { people, actions: { ...actions, gold } };
  return <ArticleView slug={slug} {...read} lit={lit} desk={desk} createCard={createCardAction} />;
}
