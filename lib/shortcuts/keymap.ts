import { type ReviewShortcut, reviewShortcuts } from "@/lib/shortcuts/review-table";
import {
  type ActionId,
  type KeyContext,
  type KeyId,
  type PairAction,
  type PairShortcut,
  pairShortcuts,
  type Shortcut,
  shortcuts,
} from "@/lib/shortcuts/table";

/** Keys of one's own by action; an action that is not named has the keys of the table. */
export type OwnKeys = Readonly<Partial<Record<KeyId, readonly string[]>>>;

export type KeyPress = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean };

/** A press as the table writes it: `j`, `Shift+M`, `Mod+Enter` (Mod is Ctrl or Command); Alt is left to the action. */
export function keyName(press: KeyPress): string {
  const isLetter = /^\p{L}$/u.test(press.key);
  const isNamed = press.key.length > 1;
  // Shift is part of what a printed character is ("+", "?"), and a key of its own for letters and named keys.
  const shift = press.shiftKey && (isLetter || isNamed) ? "Shift+" : "";
  const mod = press.ctrlKey || press.metaKey ? "Mod+" : "";
  const key = isLetter ? (press.shiftKey ? press.key.toUpperCase() : press.key.toLowerCase()) : press.key;
  return `${mod}${shift}${key}`;
}

/** Whether a key is one character, alone or with Shift: what speech input and assistive programs set off by accident. */
export function isSingleKey(name: string): boolean {
  return [...name.replace(/^Shift\+/u, "")].length === 1;
}

const signs: Record<string, string> = {
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
  Enter: "↵",
  " ": "Space",
};

/** How a key is shown: `Shift+ArrowLeft` as "⇧ ←", `Mod+k` as "Ctrl K". */
export function keyWords(name: string): string {
  const parts = name === "+" ? ["+"] : name.replace(/\+\+$/u, "+\u0000").split("+");
  return parts
    .map((part) => part.replace("\u0000", "+"))
    .map((part) => {
      if (part === "Mod") return "Ctrl";
      if (part === "Shift") return "⇧";
      return signs[part] ?? (parts.length > 1 && part.length === 1 ? part.toUpperCase() : part);
    })
    .join(" ");
}

/** The table with a person's own keys in the place of those it came with. */
export function withOwnKeys(own: OwnKeys): readonly Shortcut[] {
  return shortcuts.map((shortcut) => {
    const keys = own[shortcut.action];
    return keys && keys.length > 0 ? { ...shortcut, keys, shown: undefined } : shortcut;
  });
}

/** The keys of the screen of pairs with a person's own: the same act has the same key as while one annotates. */
export function withOwnPairKeys(own: OwnKeys): readonly PairShortcut[] {
  return pairShortcuts.map((shortcut) => {
    const keys = own[shortcut.id];
    return keys && keys.length > 0 ? { ...shortcut, keys } : shortcut;
  });
}

/** The keys of the adjudication screen with a person's own: undo and the lists have the same keys as while one annotates. */
export function withOwnReviewKeys(own: OwnKeys): readonly ReviewShortcut[] {
  return reviewShortcuts.map((shortcut) => {
    const keys = shortcut.id ? own[shortcut.id] : undefined;
    return keys && keys.length > 0 ? { ...shortcut, keys } : shortcut;
  });
}

/** What a key press means on the screen of pairs; null where it means nothing there. */
export function pairActionOf(
  table: readonly PairShortcut[],
  press: KeyPress,
  hasSingleKeys = true,
): PairAction | null {
  const name = keyName(press);
  if (!hasSingleKeys && isSingleKey(name)) return null;
  return table.find(({ keys }) => keys.includes(name))?.action ?? null;
}

/** A row of what a person may change. */
export type KeyRow = { id: KeyId; label: string; group: string; keys: readonly string[] };

/** The groups of what a person may change besides those of the annotating screen. */
export const otherKeyGroups = ["Pairs of passages", "Adjudicate"] as const;

/** Everything that a person may give keys of their own, with those it has now; what screens share stands once. */
export function keyRows(own: OwnKeys): readonly KeyRow[] {
  const rows: KeyRow[] = withOwnKeys(own).map(({ action, label, group, keys }) => ({
    id: action,
    label,
    group,
    keys,
  }));
  const known = new Set(rows.map(({ id }) => id));
  const [pairs, review] = otherKeyGroups;
  for (const [group, table] of [
    [pairs, withOwnPairKeys(own)],
    [review, withOwnReviewKeys(own)],
  ] as const)
    for (const { id, label, keys } of table) if (id && !known.has(id)) rows.push({ id, label, group, keys });
  return rows;
}

/** The actions a key press may mean, in the order of the table; without single keys none for a press of one character. */
export function actionsOf(table: readonly Shortcut[], press: KeyPress, hasSingleKeys = true): ActionId[] {
  const name = keyName(press);
  if (!hasSingleKeys && isSingleKey(name)) return [];
  return table.filter((shortcut) => shortcut.keys.includes(name)).map((shortcut) => shortcut.action);
}

/** The keys for the line at the screen's foot: those valid now, most needed first. */
export function validShortcuts(table: readonly Shortcut[], context: KeyContext): Shortcut[] {
  if (context.picker) return [];
  const weightOf = (one: Shortcut) => (one.isWanted?.(context) ? 0 : one.weight);
  return table.filter((one) => one.when(context)).sort((a, b) => weightOf(a) - weightOf(b));
}

/** What has a key already; `id` is null where its key cannot be changed. */
export type Collision = { id: KeyId | null; label: string };

/** The first of another action's keys that would mean two things at once if `id` had `key`; null for none. */
export function collisionOf(own: OwnKeys, id: KeyId, key: string): Collision | null {
  const table = withOwnKeys(own);
  const mine = table.find((shortcut) => shortcut.action === id);
  const other =
    mine &&
    table.find(
      (one) =>
        one.action !== id &&
        one.keys.includes(key) &&
        meet(mine, one) &&
        !sharesByDesign(mine.action, one.action, key),
    );
  if (other) return { id: other.action, label: other.label };
  for (const screen of [withOwnPairKeys(own), withOwnReviewKeys(own)]) {
    if (!screen.some((one) => one.id === id)) continue;
    const taken = screen.find((one) => one.id !== id && one.keys.includes(key));
    if (taken) return { id: taken.id, label: taken.label };
  }
  return null;
}

/** Two actions meet unless each is for kinds of mark that the other is not for. */
function meet(a: Shortcut, b: Shortcut): boolean {
  if (!a.kinds || !b.kinds) return true;
  return a.kinds.some((kind) => b.kinds?.includes(kind));
}

/** Enter takes a proposal, and opens the fields where there is none: the table itself gives some keys two meanings. */
function sharesByDesign(action: ActionId, other: ActionId, key: string): boolean {
  return [action, other].every((id) => shortcuts.some((one) => one.action === id && one.keys.includes(key)));
}
