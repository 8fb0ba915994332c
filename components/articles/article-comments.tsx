"use client";

import { CommentsPanel } from "@/components/comments/comments-panel";
import { spanHref } from "@/components/reuse/words";

/** What people say about an article; the words that a thread is about lead to their place in the text. */
export function ArticleComments({ slug, articleId }: { slug: string; articleId: string }) {
  return (
    <CommentsPanel
      place={{ articleId }}
      drawQuote={(quote) => (
        <a className="link" href={spanHref(slug, articleId, [quote], quote.versionId)}>
          “{quote.quote}”
        </a>
      )}
    />
  );
}
