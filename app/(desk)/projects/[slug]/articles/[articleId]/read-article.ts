import { cache } from "react";
import { getArticle } from "@/lib/articles/get-article";
import { listFinalClaims } from "@/lib/cards/search";
import { listImportedThreads } from "@/lib/comments/imported";
import { pageData } from "@/lib/page-data";
import { previewWithdrawal } from "@/lib/redaction/queries";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import { listAssignees } from "@/lib/slots/assign";

/** All that an article's page shows, read once for the page and its title. */
export const readArticle = cache((slug: string, articleId: string) =>
  pageData(async (actor) => {
    const article = await getArticle(actor, { slug, articleId });
    const people = article.desk ? await listAssignees(actor, slug) : null;
    const reuse = await listArticleClusters(actor, articleId);
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
