import { describe, expect, it } from "vitest";
import {
  actionsOf,
  collisionOf,
  keyName,
  keyRows,
  keyWords,
  pairActionOf,
  validShortcuts,
  withOwnKeys,
  withOwnPairKeys,
  withOwnReviewKeys,
} from "@/lib/shortcuts/keymap";
import { reviewShortcuts } from "@/lib/shortcuts/review-table";
import { keyField, ownKeys } from "@/lib/shortcuts/schema";
import { keyIds, shortcuts } from "@/lib/shortcuts/table";

type Part = { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean };
const pressed = (key: string, part: Part = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...part,
});
const press = (key: string, part: Part = {}) => actionsOf(shortcuts, pressed(key, part));

describe("the keys", () => {
  it("mean what the table says, with Shift, Ctrl and Command", () => {
    expect(press("j")).toEqual(["next-unit"]);
    expect(press("]")).toEqual(["narrower"]);
    expect(press("[")).toEqual(["wider"]);
    expect(press("z")).toEqual(["undo"]);
    expect(press("Z", { shiftKey: true })).toEqual(["redo"]);
    expect(press("z", { metaKey: true })).toEqual(["undo"]);
    expect(press("+", { shiftKey: true })).toEqual(["fragment"]);
    expect(press("?", { shiftKey: true })).toEqual(["help"]);
    expect(press("ArrowRight", { shiftKey: true })).toEqual(["start-later"]);
    expect(press("Enter", { ctrlKey: true })).toEqual(["submit"]);
    expect(press("j", { ctrlKey: true })).toEqual([]);
  });

  it("stand once in the table for each kind of mark", () => {
    const shared = new Map<string, string[]>();
    for (const { keys, action } of shortcuts)
      for (const key of keys) shared.set(key, [...(shared.get(key) ?? []), action]);
    const several = [...shared].filter(([, actions]) => actions.length > 1);
    // s and t mean a role of an attribution or a degree of a duplicate, c its cue or a comment; Enter takes, else opens
    // the fields.
    expect(Object.fromEntries(several)).toEqual({
      s: ["source", "summary"],
      c: ["cue", "comment"],
      t: ["content", "translation"],
      Enter: ["take", "edit"],
    });
  });

  it("are shown only where they do something", () => {
    const context = {
      kind: null,
      hasSelection: false,
      hasProposal: false,
      isEditable: true,
      kinds: ["attribution"],
      canUndo: false,
      canRedo: false,
      picker: false,
    };
    const shown = validShortcuts(shortcuts, context).map((one) => one.action);
    expect(shown).toContain("attribution");
    expect(shown).not.toContain("claim");
    expect(shown).not.toContain("undo");
    expect(shown).not.toContain("source");
  });

  it("stand first where they give what the current mark lacks, after what is only to be taken", () => {
    const context = {
      kind: "attribution" as const,
      hasSelection: true,
      hasProposal: false,
      isEditable: true,
      kinds: ["claim", "attribution", "duplicate"],
      canUndo: true,
      canRedo: false,
      picker: false,
    };
    const shown = (part: object) =>
      validShortcuts(shortcuts, { ...context, ...part }).map(({ action }) => action);
    expect(shown({ lacksClaim: true })[0]).toBe("link");
    expect(shown({ lacksClaim: true, hasProposal: true }).slice(0, 2)).toEqual(["take", "link"]);
    expect(shown({ lacksClaim: false })[0]).toBe("claim");
    expect(shown({ lacksClaim: true, isEditable: false })).not.toContain("link");
  });
});

describe("keys of one's own", () => {
  it("take the place of those in the table", () => {
    const table = withOwnKeys({ "next-unit": ["e"], submit: ["Mod+Shift+S"] });
    expect(actionsOf(table, pressed("e"))).toEqual(["next-unit"]);
    expect(actionsOf(table, pressed("j"))).toEqual([]);
    expect(actionsOf(table, pressed("S", { shiftKey: true, ctrlKey: true }))).toEqual(["submit"]);
    expect(actionsOf(table, pressed("k"))).toEqual(["previous-unit"]);
  });

  it("are refused where they would mean two things at once, and not where the marks differ", () => {
    expect(collisionOf({}, "next-unit", "k")?.id).toBe("previous-unit");
    expect(collisionOf({}, "next-unit", "e")).toBeNull();
    expect(collisionOf({}, "verbatim", "r")).toBeNull();
    expect(collisionOf({}, "verbatim", "s")?.id).toBe("summary");
    expect(collisionOf({}, "verbatim", "j")?.id).toBe("next-unit");
    expect(collisionOf({ "previous-unit": ["e"] }, "next-unit", "k")).toBeNull();
    expect(collisionOf({ "previous-unit": ["e"] }, "next-unit", "e")?.id).toBe("previous-unit");
    expect(collisionOf({}, "take", "Enter")).toBeNull();
  });

  it("of one character do nothing where they are turned off; named keys and those with Ctrl stay", () => {
    for (const key of ["j", "1", ".", "]", "?"])
      expect(actionsOf(shortcuts, pressed(key), false)).toEqual([]);
    expect(actionsOf(shortcuts, pressed("F", { shiftKey: true }), false)).toEqual([]);
    expect(actionsOf(shortcuts, pressed("ArrowDown"), false)).toEqual(["next-unit"]);
    expect(actionsOf(shortcuts, pressed("k", { ctrlKey: true }), false)).toEqual(["palette"]);
  });

  it("are named as they are pressed, shown in words, and checked", () => {
    expect(keyName(pressed("M", { shiftKey: true }))).toBe("Shift+M");
    expect(["j", "Shift+ArrowLeft", "Mod+k", "+", "Mod++", "Escape"].map(keyWords)).toEqual([
      "j",
      "⇧ ←",
      "Ctrl K",
      "+",
      "Ctrl +",
      "Esc",
    ]);
    for (const key of ["e", "ß", "+", "Mod+e", "Mod+Shift+E", "F7", "Shift+ArrowUp"])
      expect(keyField.safeParse(key).success, key).toBe(true);
    for (const key of ["", "ab", "Shift", "Mod+Control", "Tab", "Mod+w", "Mod+c", "Alt+x", " "])
      expect(keyField.safeParse(key).success, key).toBe(false);
  });

  it("of actions that are gone are passed over", () => {
    expect(ownKeys.parse({ "next-unit": ["e"], gone: ["x"], submit: [] })).toEqual({ "next-unit": ["e"] });
  });

  it("hold on the screen of pairs too, where an act that both have has one key", () => {
    const own = { light: ["e"], "pair-no": ["Mod+Enter"] };
    const press = { shiftKey: false, ctrlKey: false, metaKey: false };
    const table = withOwnPairKeys(own);
    expect(pairActionOf(table, { ...press, key: "e" })).toBe("light-revision");
    expect(pairActionOf(table, { ...press, key: "l" })).toBeNull();
    expect(pairActionOf(table, { ...press, key: "n" })).toBeNull();
    expect(pairActionOf(table, { ...press, key: "Enter", ctrlKey: true }, false)).toBe("no");
    expect(pairActionOf(table, { ...press, key: "e" }, false)).toBeNull();
    expect(pairActionOf(table, { ...press, key: "z", ctrlKey: true }, false)).toBe("undo");
  });

  it("hold on the adjudication screen too, where undo and the lists have the keys of annotating", () => {
    const table = withOwnReviewKeys({ undo: ["g"], "review-next": ["ArrowDown"] });
    const keysOf = (action: string) => table.find((one) => one.action === action)?.keys;
    expect(keysOf("undo")).toEqual(["g"]);
    expect(keysOf("next")).toEqual(["ArrowDown"]);
    expect(keysOf("previous")).toEqual(["p", "k"]);
    const all = reviewShortcuts.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it("are refused where they would mean two things while one adjudicates", () => {
    expect(collisionOf({}, "review-next", "a")?.id).toBe("review-take-first");
    expect(collisionOf({}, "review-edit", "z")?.id).toBe("undo");
    expect(collisionOf({}, "undo", "e")?.id).toBe("review-edit");
    expect(collisionOf({}, "review-both", "4")).toEqual({ id: null, label: expect.any(String) });
    expect(collisionOf({}, "review-both", "s")).toBeNull();
    expect(collisionOf({}, "verbatim", "e")).toBeNull();
  });

  it("are refused where they would mean two things while one judges pairs", () => {
    expect(collisionOf({}, "verbatim", "n")?.id).toBe("pair-no");
    expect(collisionOf({}, "pair-later", "v")?.id).toBe("verbatim");
    expect(collisionOf({}, "pair-later", "a")).toBeNull();
    expect(collisionOf({}, "claim", "u")?.id).toBe("reject-suggestion");
    expect(keyRows({ "pair-unsure": ["?"] }).find(({ id }) => id === "pair-unsure")?.keys).toEqual(["?"]);
    const ids = keyRows({}).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...keyIds]));
  });
});
