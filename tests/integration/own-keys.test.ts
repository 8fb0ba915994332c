import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { changeShortcut, resetShortcuts, setSingleKeys } from "@/lib/shortcuts/commands";
import { getKeyPreference } from "@/lib/shortcuts/queries";
import { createDatabase } from "../support/database";
import { actorFor, makeUser } from "../support/factories";

await createDatabase();
afterAll(closeDb);

describe("one's own keys", () => {
  it("are changed, told, kept apart by person, and reset one by one or all at once", async () => {
    const [ana, ben] = [actorFor(await makeUser()), actorFor(await makeUser())];
    expect(await getKeyPreference(ana)).toEqual({ own: {}, hasSingleKeys: true });
    await changeShortcut(ana, { action: "next-unit", key: "e" });
    await changeShortcut(ana, { action: "submit", key: "Mod+Shift+S" });
    expect(await getKeyPreference(ana)).toEqual({
      own: { "next-unit": ["e"], submit: ["Mod+Shift+S"] },
      hasSingleKeys: true,
    });
    expect((await getKeyPreference(ben)).own).toEqual({});
    await changeShortcut(ana, { action: "next-unit" });
    expect((await getKeyPreference(ana)).own).toEqual({ submit: ["Mod+Shift+S"] });
    await setSingleKeys(ana, { hasSingleKeys: false });
    await resetShortcuts(ana);
    expect(await getKeyPreference(ana)).toEqual({ own: {}, hasSingleKeys: false });
    const events = await db().event.findMany({ where: { actorId: ana.userId }, orderBy: { id: "asc" } });
    expect(events.map((event) => event.type)).toEqual(Array(5).fill("preference.keys-changed"));
  });

  it("are refused with what they collide with, also when the old key has been given away", async () => {
    const ana = actorFor(await makeUser());
    await expect(changeShortcut(ana, { action: "next-unit", key: "k" })).rejects.toMatchObject({
      status: 409,
      code: "shortcut-taken",
      message: "“k” is taken: Previous sentence. Give that another key first.",
      details: { action: "previous-unit", key: "k" },
    });
    expect((await getKeyPreference(ana)).own).toEqual({});
    await changeShortcut(ana, { action: "previous-unit", key: "e" });
    await changeShortcut(ana, { action: "next-unit", key: "k" });
    await expect(changeShortcut(ana, { action: "previous-unit" })).rejects.toMatchObject({
      code: "shortcut-taken",
      details: { action: "next-unit", key: "k" },
    });
    await changeShortcut(ana, { action: "next-unit" });
    expect((await changeShortcut(ana, { action: "previous-unit" })).own).toEqual({});
    await expect(changeShortcut(ana, { action: "undo", key: "e" })).rejects.toMatchObject({
      code: "shortcut-taken",
      details: { action: "review-edit", key: "e" },
    });
    await expect(changeShortcut(ana, { action: "review-both", key: "4" })).rejects.toMatchObject({
      message: /^“4” is taken: .* Choose another\.$/u,
    });
  });

  it("stay true when two are changed at the same moment", async () => {
    const ana = actorFor(await makeUser());
    const [first, second] = await Promise.allSettled([
      changeShortcut(ana, { action: "next-unit", key: "e" }),
      changeShortcut(ana, { action: "previous-unit", key: "e" }),
    ]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.values((await getKeyPreference(ana)).own)).toEqual([["e"]]);
  });
});
