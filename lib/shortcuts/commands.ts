import "server-only";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { collisionOf, keyRows, keyWords } from "@/lib/shortcuts/keymap";
import { getKeyPreference } from "@/lib/shortcuts/queries";
import type { KeyPreference, ShortcutInput } from "@/lib/shortcuts/schema";

/**
 * Gives one of the actor's actions another key, or without one those it came with. Throws conflict `shortcut-taken`,
 * which names the action that has the key already; nothing is changed then.
 */
export function changeShortcut(actor: Actor, input: ShortcutInput, tx?: Tx): Promise<KeyPreference> {
  return change(actor, tx, { action: input.action, key: input.key ?? null }, (now) => {
    const { [input.action]: _old, ...others } = now.own;
    const wanted = input.key ? [input.key] : (keyRows({}).find((one) => one.id === input.action)?.keys ?? []);
    for (const key of wanted) {
      const other = collisionOf(others, input.action, key);
      if (other)
        throw conflict(
          "shortcut-taken",
          `“${keyWords(key)}” is taken: ${other.label}. ${other.id ? "Give that another key first." : "Choose another."}`,
          { action: other.id, key },
        );
    }
    return { ...now, own: input.key ? { ...others, [input.action]: [input.key] } : others };
  });
}

/** Gives all of the actor's actions the keys they came with. */
export function resetShortcuts(actor: Actor, tx?: Tx): Promise<KeyPreference> {
  return change(actor, tx, { reset: true }, (now) => ({ ...now, own: {} }));
}

/** Says whether keys of one character, alone or with Shift, do anything for the actor (WCAG 2.1.4). */
export function setSingleKeys(
  actor: Actor,
  input: { hasSingleKeys: boolean },
  tx?: Tx,
): Promise<KeyPreference> {
  return change(actor, tx, input, (now) => ({ ...now, hasSingleKeys: input.hasSingleKeys }));
}

function change(
  actor: Actor,
  tx: Tx | undefined,
  payload: object,
  next: (now: KeyPreference) => KeyPreference,
): Promise<KeyPreference> {
  return inTransaction(tx, async (t) => {
    await t.$executeRaw`INSERT INTO "UserPreference" ("userId") VALUES (${actor.userId}::uuid) ON CONFLICT DO NOTHING`;
    await t.$queryRaw`SELECT 1 FROM "UserPreference" WHERE "userId" = ${actor.userId}::uuid FOR UPDATE`;
    const { own, hasSingleKeys } = next(await getKeyPreference(actor, t));
    await t.userPreference.update({
      where: { userId: actor.userId },
      data: { shortcuts: own, hasSingleKeys, updatedAt: new Date() },
    });
    await recordEvents(t, [
      { type: "preference.keys-changed", actorId: actor.userId, subjectId: actor.userId, payload },
    ]);
    return { own, hasSingleKeys };
  });
}
