import { z } from "zod";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { revokeAllSessions } from "@/lib/sessions/commands";
import { changeShortcut, resetShortcuts, setSingleKeys } from "@/lib/shortcuts/commands";
import { keyRows } from "@/lib/shortcuts/keymap";
import { getKeyPreference } from "@/lib/shortcuts/queries";
import { type KeyPreference, shortcutInput } from "@/lib/shortcuts/schema";
import { keyIds } from "@/lib/shortcuts/table";

const preference = z.strictObject({
  own: z.record(z.string(), z.array(z.string())),
  hasSingleKeys: z.boolean(),
}) satisfies z.ZodType<KeyPreference>;

const key = z.strictObject({
  action: z.enum(keyIds),
  label: z.string(),
  group: z.string(),
  keys: z.array(z.string()),
});

const about = { tag: "Account", may: "anybody" } as const;

/** One's own keys, and signing out of every browser. */
export const preferenceOperations: Operation[] = [
  read({
    ...about,
    id: "getKeys",
    path: "/me/keys",
    scope: "read",
    summary: "The keys of annotating, judging pairs and adjudicating as one has them",
    detail: "`own` are those one chose; `keys` all of them, by action.",
    params: none,
    query: none,
    response: preference.extend({ keys: z.array(key) }),
    handle: async ({ actor }) => {
      const chosen = await getKeyPreference(actor);
      return {
        ...chosen,
        keys: keyRows(chosen.own).map(({ id, keys, ...row }) => ({ ...row, action: id, keys: [...keys] })),
      };
    },
  }),
  write("PUT", {
    ...about,
    id: "changeKey",
    path: "/me/keys/{action}",
    scope: "manage",
    summary: "Give an action another key",
    detail: "Without `key` it gets back those it came with.",
    params: z.strictObject({ action: z.enum(keyIds) }),
    body: z.strictObject({ key: shortcutInput.shape.key }),
    response: preference,
    handle: ({ actor, params, body, tx }) => changeShortcut(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    ...about,
    id: "resetKeys",
    path: "/me/keys",
    scope: "manage",
    summary: "Give all actions the keys they came with",
    params: none,
    body: none,
    response: preference,
    handle: ({ actor, tx }) => resetShortcuts(actor, tx),
  }),
  write("PUT", {
    ...about,
    id: "setSingleKeys",
    path: "/me/single-keys",
    scope: "manage",
    summary: "Say whether keys of a single character do anything",
    params: none,
    body: z.strictObject({ hasSingleKeys: z.boolean() }),
    response: preference,
    handle: ({ actor, body, tx }) => setSingleKeys(actor, body, tx),
  }),
  write("DELETE", {
    ...about,
    id: "revokeAllSessions",
    path: "/me/sessions",
    scope: "manage",
    summary: "Sign out all of one's browsers; tokens stay good",
    params: none,
    body: none,
    response: z.strictObject({ ended: z.number() }),
    handle: async ({ actor, tx }) => ({ ended: await revokeAllSessions(actor, tx) }),
  }),
];
