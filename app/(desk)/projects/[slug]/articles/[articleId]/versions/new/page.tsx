import type { Metadata } from "next";
import {
  addVersionAction,
  previewVersionAction,
} from "@/app/(desk)/projects/[slug]/articles/[articleId]/versions/new/actions";
import { AddVersionView } from "@/components/versions/add-version-view";
import { getArticle } from "@/lib/articles/get-article";
import { forbidden } from "@/lib/errors";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Add a version" };

type Props = { params: Promise<{ slug: string; articleId: string }> };

/** Adding a newer text of an article, for managers and reviewers. */
export default async function NewVersionPage({ params }: Props) {
  const path = await params;
  const { article, ownId } = await pageData(async (actor) => {
    const found = await getArticle(actor, path);
    if (!found.canPrepare) throw forbidden();
    return { article: { id: found.id, title: found.text.title }, ownId: actor.userId };
  });
  return (
    <AddVersionView
      slug={path.slug}
      article={article}
      ownId={ownId}
      look={previewVersionAction}
      add={addVersionAction.bind(null, path.slug)}
    />
  );
}
