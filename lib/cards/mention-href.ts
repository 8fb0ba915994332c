/** The cursors of the pages beside one page of mentions, and the layer of a preview, which its addresses keep. */
export type MentionPages = { previous: string | null; next: string | null; layer: string | null };

/** The address of a mention on its card: a place on this page, or the page of mentions that holds it. */
export function mentionHref(pages: Partial<MentionPages>, id: string): string {
  if (pages.previous === null && pages.next === null) return `#mention-${id}`;
  return `?${pages.layer ? `layer=${pages.layer}&` : ""}at=${id}#mention-${id}`;
}
