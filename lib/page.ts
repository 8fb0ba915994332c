import { z } from "zod";
import { badInput } from "@/lib/errors";
import { findUnstorable } from "@/lib/text/unstorable";

/** How many rows a page of a list has unless its list says otherwise. */
export const pageSize = 50;

/** A page of a keyset-paged list in the list's order; `previous` and `next` are cursors, null at either end. */
export type Page<T> = { items: T[]; next: string | null; previous: string | null };

/** Where a page starts: after (or before) the row whose sort key is `key`. */
export type Cursor<K> = { side: "after" | "before"; key: K };

/** The opaque text of a cursor: base64url of its JSON; keys are JSON values (bigints and times as text). */
export function encodeCursor(cursor: Cursor<unknown>): string {
  return Buffer.from(JSON.stringify([cursor.side === "after" ? 1 : 0, cursor.key]), "utf8").toString(
    "base64url",
  );
}

/**
 * The cursor that a text says, its key checked by `schema`; null for none (the first page). Throws badInput
 * `bad-cursor` for a text that this list did not make.
 */
export function decodeCursor<S extends z.ZodType>(
  schema: S,
  text: string | null | undefined,
): Cursor<z.output<S>> | null {
  if (!text) return null;
  const shape = z.tuple([z.union([z.literal(0), z.literal(1)]), z.unknown()]);
  try {
    const [side, key] = shape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (findUnstorable(key)) throw new Error("No list has made this.");
    return { side: side === 1 ? "after" : "before", key: schema.parse(key) };
  } catch {
    throw badInput(
      "bad-cursor",
      "This page's address is not complete. Go back to the first page of the list.",
    );
  }
}

/**
 * The page made of rows read from a cursor on: at most `limit + 1` of them, nearest to the cursor first (so against
 * the list's order for a cursor `before`); the row too many only says that there is more on that side.
 */
export function makePage<R>(
  rows: readonly R[],
  cursor: Cursor<unknown> | null,
  keyOf: (row: R) => unknown,
  limit = pageSize,
): Page<R> {
  const hasMore = rows.length > limit;
  const items = rows.slice(0, limit);
  const isBackward = cursor?.side === "before";
  if (isBackward) items.reverse();
  const first = items[0];
  const last = items.at(-1);
  const isMoreBefore = isBackward ? hasMore : cursor !== null;
  const isMoreAfter = isBackward ? true : hasMore;
  return {
    items,
    previous:
      isMoreBefore && first !== undefined ? encodeCursor({ side: "before", key: keyOf(first) }) : null,
    next: isMoreAfter && last !== undefined ? encodeCursor({ side: "after", key: keyOf(last) }) : null,
  };
}
