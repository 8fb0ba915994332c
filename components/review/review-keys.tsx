"use client";

import { createContext, useContext } from "react";
import { Kbd } from "@/components/ui/kbd";
import { isSingleKey, keyWords } from "@/lib/shortcuts/keymap";
import { type ReviewAction, type ReviewShortcut, reviewShortcuts } from "@/lib/shortcuts/review-table";

/** The keys of the adjudication screen as its reader has them; without single keys those of one character rest. */
export type ReviewKeyTable = { table: readonly ReviewShortcut[]; hasSingleKeys: boolean };

/** Tells every button of the screen its key. */
export const ReviewKeyContext = createContext<ReviewKeyTable>({
  table: reviewShortcuts,
  hasSingleKeys: true,
});

/** The actions that take the first two persons' marks; the third's and the others' are taken by their digit. */
export const layerActions = ["take-first", "take-second"] as const;

/** What each key does, by the table, for the doings given; `plain` are keys that are as they are. */
export function keysOf(
  { table, hasSingleKeys }: ReviewKeyTable,
  doings: Partial<Record<ReviewAction, () => void>>,
  plain: Readonly<Record<string, () => void>> = {},
): Record<string, (() => void) | undefined> {
  const own = table.flatMap(({ action, keys }) => keys.map((key) => [key, doings[action]] as const));
  return Object.fromEntries(
    [...own.filter(([, doing]) => doing !== undefined), ...Object.entries(plain)].filter(
      ([key]) => hasSingleKeys || !isSingleKey(key),
    ),
  );
}

/** The key of an action, on its button; nothing where it has none that may be pressed. */
export function KeyOf({ action }: { action: ReviewAction }) {
  const { table, hasSingleKeys } = useContext(ReviewKeyContext);
  const keys = table.find((one) => one.action === action)?.keys ?? [];
  const key = keys.find((one) => hasSingleKeys || !isSingleKey(one));
  return key === undefined ? null : <Kbd>{keyWords(key)}</Kbd>;
}

/** A digit that chooses from a list, where digits may be pressed. */
export function DigitKey({ digit }: { digit: number }) {
  const { hasSingleKeys } = useContext(ReviewKeyContext);
  return hasSingleKeys && digit <= 9 ? <Kbd>{digit}</Kbd> : null;
}

/** The key that takes a person's mark. */
export function KeyOfLayer({ index }: { index: number }) {
  const action = layerActions[index];
  return action ? <KeyOf action={action} /> : <DigitKey digit={index + 1} />;
}
