/** Everything that a key of the adjudication screen does; `take` is one key a layer. */
export type ReviewAction =
  | "next"
  | "previous"
  | "take"
  | "both"
  | "union"
  | "intersection"
  | "edit"
  | "fields"
  | "links"
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
  | "help";

export type ReviewShortcut = {
  action: ReviewAction;
  /** As useKeys names them; any of them will do. */
  keys: readonly string[];
  /** How the keys are shown. */
  shown: readonly string[];
  label: string;
  /** For the line of keys at the foot; null where it stands on a button anyway. */
  short: string | null;
  group: "Places" | "Decide" | "Work";
};

function row(
  group: ReviewShortcut["group"],
  action: ReviewAction,
  keys: readonly string[],
  shown: readonly string[],
  label: string,
  short: string | null = null,
): ReviewShortcut {
  return { group, action, keys, shown, label, short };
}

/** The one table of keys: what the screen listens to, what its foot shows, and what the help sheet lists. */
export const reviewShortcuts: readonly ReviewShortcut[] = [
  row("Places", "next", ["n", "j"], ["n", "j"], "Next place", "next"),
  row("Places", "previous", ["p", "k"], ["p", "k"], "Previous place", "previous"),
  row(
    "Decide",
    "take",
    [],
    ["a", "b", "3", "4 …"],
    "Take A's, B's, the third person's …; reject where they marked nothing",
    "take",
  ),
  row("Decide", "both", ["w"], ["w"], "Take both, or all"),
  row("Decide", "union", ["m"], ["m"], "Union of the spans, with everybody's links"),
  row("Decide", "intersection", ["i"], ["i"], "Intersection of the spans"),
  row("Decide", "fields", ["f"], ["f"], "Field by field: a, b … for each; w for everybody's links"),
  row(
    "Decide",
    "links",
    ["l"],
    ["l"],
    "Links one by one, where they are asked for or somebody has several marks: y takes each, x leaves it",
  ),
  row("Decide", "edit", ["e"], ["e"], "Edit: word the mark yourself"),
  row("Decide", "reject", ["x"], ["x", "1–7"], "Reject, with a reason by its digit", "reject"),
  row("Decide", "reopen", ["0"], ["0"], "Open the place again"),
  row("Decide", "comment", ["c"], ["c"], "Comment for the annotators", "comment"),
  row("Decide", "add", ["+"], ["+"], "Add what all missed: select its words first", "add what all missed"),
  row(
    "Work",
    "block",
    ["t"],
    ["t"],
    "Kind of the block that the place, or what is selected, stands in",
    "block",
  ),
  row(
    "Work",
    "agreed",
    ["Shift+a"],
    ["⇧A"],
    "Take all agreed, or all with enough votes, after a look at them",
    "all agreed",
  ),
  row("Work", "example", ["Shift+g"], ["⇧G"], "Make the place an example under its rule", "example"),
  row("Work", "undo", ["z"], ["z"], "Undo the last step", "undo"),
  row("Work", "redo", ["Shift+z"], ["⇧Z"], "Redo", "redo"),
  row("Work", "finish", [], ["Ctrl ↵"], "Finish, or keep what you are writing", "finish"),
  row("Work", "leave", [], ["Esc"], "Leave what you are in the midst of"),
  row("Work", "help", ["?"], ["?"], "All keys", "all keys"),
];

/** What each key does, by the table, for the doings given. */
export function keysOf(
  doings: Partial<Record<ReviewAction, () => void>>,
): Record<string, (() => void) | undefined> {
  return Object.fromEntries(
    reviewShortcuts
      .filter(({ action }) => doings[action] !== undefined)
      .flatMap(({ action, keys }) => keys.map((key) => [key, doings[action]] as const)),
  );
}
