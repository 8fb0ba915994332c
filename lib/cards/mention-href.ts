import type { MentionPages } from "@/lib/cards/schema";

/** The address of a mention on its card: a place on this page, or the page of mentions that holds it. */
export function mentionHref(pages: Partial<MentionPages>, id: string): string {
  if (pages.previous === null && pages.next === null) return `#mention-${id}`;
  return `?${pages.layer ? `layer=${pages.layer}&` : ""}at=${id}#mention-${id}`;
}
