import { z } from "zod";
import { keyIds } from "@/lib/shortcuts/table";

/** Keys that the browser or the screen's lists need for themselves. */
const kept = new Set([
  "Tab",
  "Shift+Tab",
  ...["c", "v", "x", "a", "f", "r", "t", "w", "n", "p", "l", "q", "+", "-", "0"].map((key) => `Mod+${key}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `Mod+${digit}`),
]);
const modifier =
  /^(?:Mod|Shift|Mod\+Shift)?\+?(?:Control|Shift|Alt|Meta|AltGraph|Dead|Process|Unidentified|CapsLock)$/u;
const shape = /^(?:Mod\+)?(?:Shift\+)?(?:[A-Z][A-Za-z0-9]{1,20}|\S)$/u;

const notKept = "This key belongs to the browser. Choose another.";

/** One key as the table writes it: `e`, `Shift+M`, `Mod+Enter`, `ArrowUp`. */
export const keyField = z
  .string("Press a key.")
  .max(40)
  .refine((key) => shape.test(key) && !modifier.test(key), "Press one key, alone or with Ctrl or Shift.")
  .refine((key) => !kept.has(key), notKept);

/** What is stored for a person; an action that a later version no longer has is passed over. */
export const ownKeys = z.record(z.string(), z.array(z.string())).transform((record) =>
  Object.fromEntries(
    keyIds.flatMap((action) => {
      const keys = record[action];
      return keys && keys.length > 0 ? [[action, keys] as const] : [];
    }),
  ),
);

/** Another key for an action; left out, the action gets back the keys it came with. */
export const shortcutInput = z.object({ action: z.enum(keyIds), key: keyField.optional() });
export type ShortcutInput = z.output<typeof shortcutInput>;

export const singleKeysInput = z.object({
  hasSingleKeys: z.enum(["on", "off"]).transform((value) => value === "on"),
});

/** How a person wants the keys: their own by action, and whether single characters are keys at all. */
export type KeyPreference = { own: Record<string, string[]>; hasSingleKeys: boolean };

/** What everybody has until they say otherwise. */
export const keysAsDelivered: KeyPreference = { own: {}, hasSingleKeys: true };
