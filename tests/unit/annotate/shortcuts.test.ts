import { describe, expect, it } from "vitest";
import { actionsOf, shortcuts, validShortcuts } from "@/components/annotate/shortcuts";

const press = (key: string, part: { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean } = {}) =>
  actionsOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...part });

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
    // s and t mean a role of an attribution or a degree of a duplicate; Enter takes, else opens the fields.
    expect(Object.fromEntries(several)).toEqual({
      s: ["source", "summary"],
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
    const shown = validShortcuts(context).map((one) => one.action);
    expect(shown).toContain("attribution");
    expect(shown).not.toContain("claim");
    expect(shown).not.toContain("undo");
    expect(shown).not.toContain("source");
  });
});
