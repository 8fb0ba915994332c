import type { Metadata } from "next";
import {
  addVersionAction,
  previewVersionAction,
} from "@/app/(desk)/projects/[slug]/articles/[articleId]/versions/new/actions";
import { AddVersionView } from "@/components/versions/add-version-view";
import { getArticle } from "@/lib/articles/get-article";
import { forbidden } from "@/lib/errors";
import { draftOfBatch } from "@/lib/imports/schema";
import { pageData } from "@/lib/page-data";
import { getWaitingText } from "@/lib/versions/waiting-text";

export const metadata: Metadata = { title: "Add a version" };

type Props = { params: Promise<{ slug: string; articleId: string }>; searchParams: Promise<unknown> };

/** Adding a newer text of an article, for managers and reviewers. */
export default async function NewVersionPage({ params, searchParams }: Props) {
  const path = await params;
  const waiting = draftOfBatch.parse(await searchParams);
  const { article, ownId, text } = await pageData(async (actor) => {
    const found = await getArticle(actor, path);
    if (!found.canPrepare) throw forbidden();
    const text = (await getWaitingText(actor, path.slug, waiting))?.text ?? "";
    return { text, article: { id: found.id, title: found.text.title }, ownId: actor.userId };
  });
  return (
    <AddVersionView
      slug={path.slug}
      article={article}
      ownId={ownId}
      text={text}
      waiting={waiting}
      look={previewVersionAction}
      add={addVersionAction.bind(null, path.slug)}
    />
  );
}
