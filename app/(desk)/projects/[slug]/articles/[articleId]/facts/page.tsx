import type { Metadata } from "next";
import { updateFactsAction } from "@/app/(desk)/projects/[slug]/articles/[articleId]/facts/actions";
import { FactsForm } from "@/components/articles/facts-form";
import { getArticle } from "@/lib/articles/get-article";
import { forbidden } from "@/lib/errors";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Facts of an article" };

type Props = { params: Promise<{ slug: string; articleId: string }> };

/** Correcting the facts of an article, for managers and reviewers. */
export default async function FactsPage({ params }: Props) {
  const path = await params;
  const article = await pageData(async (actor) => {
    const found = await getArticle(actor, path);
    if (!found.canPrepare) throw forbidden();
    return found;
  });
  return <FactsForm slug={path.slug} article={article} action={updateFactsAction.bind(null, path.slug)} />;
}
