import { cache } from "react";
import { getArticle } from "@/lib/articles/get-article";
import { getArticleText } from "@/lib/articles/get-article-text";
import { listFinalClaims } from "@/lib/cards/search";
import { listImportedThreads } from "@/lib/comments/imported";
import { notFound } from "@/lib/errors";
import { pageData } from "@/lib/page-data";
import { previewWithdrawal } from "@/lib/redaction/queries";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import { listAssignees } from "@/lib/slots/assign";

/**
 * All that an article's page shows, read once for the page and its title; its newest text, or another that is named by its
 * version's id, beside which stands nothing that is of the newest.
 */
export const readArticle = cache((slug: string, articleId: string, versionId: string | null) =>
  pageData(async (actor) => {
    const newest = await getArticle(actor, { slug, articleId });
    const text = versionId === null ? newest.text : await getArticleText(actor, versionId);
    if (text.articleId !== articleId) throw notFound();
    const article = { ...newest, text };
    const people = article.desk ? await listAssignees(actor, slug) : null;
    const reuse = text.version.isNewest ? await listArticleClusters(actor, articleId) : [];
    const withdrawal = actor.isAdmin ? await previewWithdrawal(actor, articleId) : null;
    return {
      article,
      people,
      reuse,
      withdrawal,
      imported: await listImportedThreads(actor, articleId),
      claims: await listFinalClaims(actor, { id: articleId, slug }),
    };
  }),
);
