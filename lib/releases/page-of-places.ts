import { type Cursor, encodeCursor, makePage, type Page } from "@/lib/page";

/** Where an article stands in the records of two releases; null in the one that lacks it. */
export type DifferingPlace = {
  /** Its number in order of arrival. */
  number: string;
  before: { offset: number; bytes: number } | null;
  after: { offset: number; bytes: number } | null;
};

/**
 * The page made of places read from a cursor on, nearest first, at most `limit + 1`. Where fewer differ among the articles
 * that were looked at, and there are more (`edge` is the last one's number), the page is short or empty and leads on from there.
 */
export function pageOfPlaces(
  { places, edge }: { places: readonly DifferingPlace[]; edge: string | null },
  cursor: Cursor<string> | null,
  limit: number,
): Page<DifferingPlace> {
  const page = makePage(places, cursor, (place) => place.number, limit);
  const isBackward = cursor?.side === "before";
  const isShort = edge !== null && places.length <= limit;
  const to = (side: "after" | "before", key: string | bigint) => encodeCursor({ side, key: key.toString() });
  if (isBackward)
    return {
      ...page,
      previous: isShort ? to("before", edge) : page.previous,
      // Of an empty page the articles behind it begin with the one that the cursor names.
      next: page.next ?? to("after", BigInt(cursor.key) - 1n),
    };
  return {
    ...page,
    previous: page.previous ?? (cursor ? to("before", BigInt(cursor.key) + 1n) : null),
    next: isShort ? to("after", edge) : page.next,
  };
}
