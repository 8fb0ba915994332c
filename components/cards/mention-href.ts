import type { CardDto } from "@/lib/cards/schema";

/** The address of a mention on its card: a place on this page, or the page of mentions that holds it. */
export function mentionHref(pages: CardDto["mentionPages"], id: string): string {
  const isOnePage = pages.previous === null && pages.next === null;
  return isOnePage ? `#mention-${id}` : `?at=${id}#mention-${id}`;
}
