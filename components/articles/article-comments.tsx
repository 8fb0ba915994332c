"use client";

import { CommentsPanel } from "@/components/comments/comments-panel";

/** What people say about an article; the words that a thread is about lead to their place in the text. */
export function ArticleComments({ slug, articleId }: { slug: string; articleId: string }) {
  return (
    <CommentsPanel
      place={{ articleId }}
      drawQuote={(quote) => (
        <a
          className="link"
          href={`/projects/${slug}/articles/${articleId}?span=${quote.start}-${quote.end}#span`}
        >
          “{quote.quote}”
        </a>
      )}
    />
  );
}
