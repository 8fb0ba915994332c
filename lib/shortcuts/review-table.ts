import { type KeyId, shortcuts } from "@/lib/shortcuts/table";

/** Everything that a key of the adjudication screen does; `digit` stands for those that choose by number. */
export type ReviewAction =
  | "next"
  | "previous"
  | "take-first"
  | "take-second"
  | "digit"
  | "both"
  | "union"
  | "intersection"
  | "fields"
  | "links"
  | "take-link"
  | "edit"
  | "reject"
  | "reopen"
  | "comment"
  | "add"
  | "block"
  | "agreed"
  | "example"
  | "undo"
  | "redo"
  | "finish"
  | "leave"
  | "palette"
  | "help";

/** The parts of the adjudication screen's keys, in the order in which its help sheet lists them. */
export const reviewShortcutGroups = ["Places", "Decide", "Work"] as const;

/** A row of the adjudication screen; `id` is the row of the table whose keys it has, null for keys that are as they are. */
export type ReviewShortcut = {
  action: ReviewAction;
  id: KeyId | null;
  keys: readonly string[];
  label: string;
  /** For the line of keys at the foot; null where it stands on a button anyway. */
  short: string | null;
  group: (typeof reviewShortcutGroups)[number];
};

function row(
  group: ReviewShortcut["group"],
  action: ReviewAction,
  id: KeyId | null,
  keys: readonly string[],
  label: string,
  short: string | null = null,
): ReviewShortcut {
  const shared = shortcuts.find((one) => one.action === id);
  return { group, action, id, keys: shared?.keys ?? keys, label, short };
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The keys of the adjudication screen: those of undo, of leaving and of the lists as while one annotates, and its own. */
export const reviewShortcuts: readonly ReviewShortcut[] = [
  row("Places", "next", "review-next", ["n", "j"], "Next place", "next"),
  row("Places", "previous", "review-previous", ["p", "k"], "Previous place", "previous"),
  row(
    "Decide",
    "take-first",
    "review-take-first",
    ["a"],
    "Take A's; reject where they marked nothing",
    "take A's",
  ),
  row(
    "Decide",
    "take-second",
    "review-take-second",
    ["b"],
    "Take B's; reject where they marked nothing",
    "take B's",
  ),
  row("Decide", "digit", null, digits, "Take the third person's, the fourth's …; choose from a list"),
  row("Decide", "both", "review-both", ["w"], "Take both, or all"),
  row("Decide", "union", "review-union", ["m"], "Union of the spans, with everybody's links"),
  row("Decide", "intersection", "review-intersection", ["i"], "Intersection of the spans"),
  row(
    "Decide",
    "fields",
    "review-fields",
    ["f"],
    "Field by field: whose is taken for each, by the keys that take theirs",
  ),
  row(
    "Decide",
    "links",
    "review-links",
    ["l"],
    "Links one by one, where they are asked for or somebody has several marks",
  ),
  row("Decide", "take-link", "review-take-link", ["y"], "Take the link that is asked for"),
  row("Decide", "edit", "review-edit", ["e"], "Edit: word the mark yourself"),
  row(
    "Decide",
    "reject",
    "review-reject",
    ["x"],
    "Reject, with a reason by its digit; leave the link that is asked for",
    "reject",
  ),
  row("Decide", "reopen", "review-reopen", ["0"], "Open the place again"),
  row("Decide", "comment", "review-comment", ["c"], "Comment for the annotators", "comment"),
  row(
    "Decide",
    "add",
    "review-add",
    ["+"],
    "Add what all missed: select its words first",
    "add what all missed",
  ),
  row(
    "Work",
    "block",
    "review-block",
    ["t"],
    "Kind of the block that the place, or what is selected, stands in",
    "block",
  ),
  row(
    "Work",
    "agreed",
    "review-agreed",
    ["Shift+A"],
    "Take all agreed, or all with enough votes, after a look at them",
    "all agreed",
  ),
  row(
    "Work",
    "example",
    "review-example",
    ["Shift+G"],
    "Make the place an example under its rule",
    "example",
  ),
  row("Work", "undo", "undo", [], "Undo the last step", "undo"),
  row("Work", "redo", "redo", [], "Redo", "redo"),
  row("Work", "finish", "review-finish", ["Mod+Enter"], "Finish, or keep what you are writing", "finish"),
  row("Work", "leave", "escape", [], "Leave what you are in the midst of"),
  row("Work", "palette", "palette", [], "Find a command"),
  row("Work", "help", "help", [], "All keys", "all keys"),
];
