export type MarkKind = "claim" | "attribution" | "duplicate";

/** The parts of the table, in the order in which they are listed. */
export const shortcutGroups = [
  "Read",
  "Mark",
  "Attribution",
  "Duplicate",
  "Suggestions",
  "Move about",
  "Work",
] as const;

/** What is at hand when a key is pressed, for deciding which keys are valid. */
export type KeyContext = {
  kind: MarkKind | null;
  hasSelection: boolean;
  hasProposal: boolean;
  isEditable: boolean;
  kinds: readonly string[];
  canUndo: boolean;
  canRedo: boolean;
  picker: boolean;
  /** The current attribution carries no claim, and there is one to link. */
  lacksClaim?: boolean;
  /** Programs' suggestions wait for an answer; absent where the project shows none. */
  hasSuggestions?: boolean;
};

export const actionIds = [
  "next-unit",
  "previous-unit",
  "narrower",
  "wider",
  "end-later",
  "end-earlier",
  "start-later",
  "start-earlier",
  "claim",
  "attribution",
  "duplicate",
  "quantity",
  "own-reporting",
  "own-field",
  "take",
  "source",
  "cue",
  "content",
  "fragment",
  "respan",
  "resolve",
  "pin",
  "stance",
  "link-role",
  "nest",
  "rest",
  "rest-kind",
  "link",
  "outside",
  "twin",
  "verbatim",
  "light",
  "heavy",
  "summary",
  "translation",
  "next-suggestion",
  "accept-suggestion",
  "amend-suggestion",
  "reject-suggestion",
  "next-mark",
  "previous-mark",
  "delete",
  "history",
  "deleted",
  "edit",
  "block",
  "split-block",
  "problem",
  "guideline",
  "comment",
  "undo",
  "redo",
  "submit",
  "escape",
  "help",
  "palette",
] as const;
export type ActionId = (typeof actionIds)[number];

export type Shortcut = {
  action: ActionId;
  /** Keys as KeyboardEvent.key names them, Shift+ and Mod+ (Ctrl or Command) before; any of them will do. */
  keys: readonly string[];
  /** How the key is shown, where it is not the first of `keys`. */
  shown?: string;
  label: string;
  group: (typeof shortcutGroups)[number];
  /** The kinds of mark it is for; absent where it does not need one. */
  kinds?: readonly MarkKind[];
  /** Whether the line of keys shows it now; it may be pressed at other times too, and then says why not. */
  when: (context: KeyContext) => boolean;
  /** Stands in the line of keys only when there is room: further down is less needed. */
  weight: number;
  /** Whether it is what the current mark still wants, and so stands first in the line of keys. */
  isWanted?: (context: KeyContext) => boolean;
};

const always = () => true;
const never = () => false;
const isKind = (kind: KeyContext["kind"]) => (context: KeyContext) =>
  context.isEditable && context.kind === kind;
const isKindRead = (kind: KeyContext["kind"]) => (context: KeyContext) => context.kind === kind;
const isOpen = (kind: string) => (context: KeyContext) => context.isEditable && context.kinds.includes(kind);
const isSuggested = (context: KeyContext) => context.isEditable && context.hasSuggestions === true;
const isOwn = (context: KeyContext) => context.isEditable && context.kind !== null;

function row(
  group: Shortcut["group"],
  action: ActionId,
  keys: readonly string[],
  label: string,
  when: Shortcut["when"],
  weight: number,
  shown?: string,
): Shortcut {
  return { group, action, keys, label, when, weight, shown, kinds: kindsOf[action] };
}

const kindsOf: Partial<Record<ActionId, readonly MarkKind[]>> = {
  quantity: ["claim"],
  "own-reporting": ["claim"],
  source: ["attribution"],
  cue: ["attribution"],
  content: ["attribution"],
  resolve: ["attribution"],
  stance: ["attribution", "claim"],
  "link-role": ["attribution", "claim"],
  nest: ["attribution"],
  rest: ["attribution"],
  "rest-kind": ["attribution"],
  link: ["attribution", "claim"],
  outside: ["duplicate"],
  twin: ["duplicate"],
  verbatim: ["duplicate"],
  light: ["duplicate"],
  heavy: ["duplicate"],
  summary: ["duplicate"],
  translation: ["duplicate"],
  fragment: ["claim", "attribution", "duplicate"],
  respan: ["claim", "attribution", "duplicate"],
  "own-field": ["claim", "attribution", "duplicate"],
  delete: ["claim", "attribution", "duplicate"],
  history: ["claim", "attribution", "duplicate"],
};

/**
 * The one table of keys: what the screens listen to, what their feet show, what the help sheets and the command palettes
 * list, and what a person changes on their account page.
 */
export const shortcuts: readonly Shortcut[] = [
  row("Read", "next-unit", ["j", "ArrowDown"], "Next sentence", (c) => c.kind === null, 2),
  row("Read", "previous-unit", ["k", "ArrowUp"], "Previous sentence", (c) => c.kind === null, 2),
  row("Read", "narrower", ["]"], "Narrower: clause, quotation", (c) => c.kind === null, 3),
  row("Read", "wider", ["["], "Wider", (c) => c.kind === null, 4),
  row("Read", "end-later", ["ArrowRight"], "End one word on (Alt: one character)", never, 9, "→"),
  row("Read", "end-earlier", ["ArrowLeft"], "End one word back (Alt: one character)", never, 9, "←"),
  row("Read", "start-later", ["Shift+ArrowRight"], "Start one word on (Alt: one character)", never, 9, "⇧ →"),
  row(
    "Read",
    "start-earlier",
    ["Shift+ArrowLeft"],
    "Start one word back (Alt: one character)",
    never,
    9,
    "⇧ ←",
  ),
  row("Mark", "claim", ["1"], "Claim; again: assessment, prediction", isOpen("claim"), 1),
  row("Mark", "quantity", ["q"], "Quantity", isKind("claim"), 3),
  row("Mark", "own-reporting", ["o"], "Own reporting, on or off", isKind("claim"), 3),
  row("Mark", "attribution", ["2"], "Attribution", isOpen("attribution"), 1),
  row("Attribution", "take", ["Enter"], "Take the proposed source and cue", (c) => c.hasProposal, 0, "Enter"),
  row("Attribution", "source", ["s"], "Source is the selection", isKind("attribution"), 2),
  row("Attribution", "cue", ["c"], "Cue is the selection", isKind("attribution"), 2),
  row("Work", "comment", ["c", "Shift+C"], "Comment on the words", (c) => c.kind !== "attribution", 8),
  row("Attribution", "content", ["t"], "Content is the selection", isKind("attribution"), 2),
  row("Mark", "fragment", ["+"], "Add the selection as another fragment", isOwn, 6),
  row("Mark", "respan", ["w"], "Move the mark to the selection", (c) => isOwn(c) && c.hasSelection, 2),
  row("Attribution", "resolve", ["r"], "Who is the source", isKind("attribution"), 2),
  row("Work", "pin", ["p"], "Pin an observation about a source", never, 8),
  row("Attribution", "stance", ["d"], "Asserts, denies, questions", isKind("attribution"), 3),
  row("Attribution", "link-role", ["Shift+D"], "In what was said, as an act, elsewhere", never, 9, "⇧ D"),
  row("Attribution", "nest", ["n"], "Nested in another attribution", isKind("attribution"), 5),
  row("Attribution", "rest", ["f"], "Rests on: from whom or what it has it", isKind("attribution"), 5),
  row("Attribution", "rest-kind", ["Shift+F"], "Rests on: passed on or analysed", never, 9, "⇧ F"),
  {
    ...row(
      "Attribution",
      "link",
      ["a"],
      "Link claim and attribution",
      (c) => c.isEditable && (c.kind === "claim" || c.kind === "attribution"),
      3,
    ),
    isWanted: (c) => c.lacksClaim === true,
  },
  row("Mark", "duplicate", ["3"], "Duplicate: find its twin", isOpen("duplicate"), 1),
  row("Duplicate", "outside", ["x"], "Twin outside: address and quote", isKind("duplicate"), 4),
  row(
    "Duplicate",
    "twin",
    ["Shift+T"],
    "Twin beside the text; again: go into it",
    isKindRead("duplicate"),
    2,
    "⇧ T",
  ),
  row("Duplicate", "verbatim", ["v"], "Word for word", isKind("duplicate"), 3),
  row("Duplicate", "light", ["l"], "Lightly edited", isKind("duplicate"), 3),
  row("Duplicate", "heavy", ["h"], "Rewritten", isKind("duplicate"), 3),
  row("Duplicate", "summary", ["s"], "Summary", isKind("duplicate"), 3),
  row("Duplicate", "translation", ["t"], "Translation", isKind("duplicate"), 3),
  row("Suggestions", "next-suggestion", [","], "Next suggestion", isSuggested, 2),
  row("Suggestions", "accept-suggestion", ["y"], "Accept the suggestion", isSuggested, 2),
  row("Suggestions", "amend-suggestion", ["Shift+Y"], "Accept and change it", isSuggested, 4, "⇧ Y"),
  row("Suggestions", "reject-suggestion", ["u"], "Reject the suggestion", isSuggested, 3),
  row("Move about", "next-mark", ["m"], "Next mark", always, 5),
  row("Move about", "previous-mark", ["Shift+M"], "Previous mark", never, 9, "⇧ M"),
  row("Move about", "problem", ["."], "Next problem", always, 7),
  row("Move about", "guideline", ["g"], "Guideline", always, 8),
  row(
    "Mark",
    "edit",
    ["Enter"],
    "Go to the mark's fields",
    (c) => c.kind !== null && !c.hasProposal,
    4,
    "Enter",
  ),
  row("Mark", "own-field", ["i"], "Go to the project's own attributes", never, 6),
  row("Mark", "delete", ["Delete", "Backspace"], "Delete the mark", isOwn, 5, "Del"),
  row("Work", "history", ["Shift+H"], "History of the mark", never, 9, "⇧ H"),
  row("Work", "deleted", ["Shift+U"], "Deleted marks, to bring back", never, 9, "⇧ U"),
  row("Work", "block", ["b"], "Next kind of this block", never, 8),
  row("Work", "split-block", ["Shift+B"], "Split the block at the selection", never, 9, "⇧ B"),
  row("Work", "undo", ["z", "Mod+z"], "Undo", (c) => c.isEditable && c.canUndo, 6, "z"),
  row(
    "Work",
    "redo",
    ["Shift+Z", "Mod+Shift+Z", "Mod+y"],
    "Redo",
    (c) => c.isEditable && c.canRedo,
    7,
    "⇧ Z",
  ),
  row("Work", "submit", ["Mod+Enter"], "Submit", (c) => c.isEditable && c.kind === null, 7, "Ctrl ↵"),
  row("Move about", "escape", ["Escape"], "Leave the mark", (c) => c.kind !== null, 6, "Esc"),
  row("Work", "palette", ["Mod+k"], "Find a command", always, 8, "Ctrl K"),
  row("Work", "help", ["?"], "All keys", always, 9),
];

/** What only the screen of pairs does; its other keys are those of the same acts while one annotates. */
export const pairOnlyIds = ["pair-no", "pair-unsure", "pair-later"] as const;

/** What only the adjudication screen does. */
export const reviewOnlyIds = [
  "review-next",
  "review-previous",
  "review-take-first",
  "review-take-second",
  "review-both",
  "review-union",
  "review-intersection",
  "review-fields",
  "review-links",
  "review-take-link",
  "review-edit",
  "review-reject",
  "review-reopen",
  "review-comment",
  "review-add",
  "review-block",
  "review-agreed",
  "review-example",
  "review-finish",
] as const;

/** Everything that a person may have a key of their own for. */
export const keyIds = [...actionIds, ...pairOnlyIds, ...reviewOnlyIds] as const;
export type KeyId = (typeof keyIds)[number];

/** What a key of the screen of pairs does: an answer about both passages, going on without one, or taking the last back. */
export const pairActions = [
  "verbatim",
  "light-revision",
  "heavy-revision",
  "summary",
  "translation",
  "no",
  "unsure",
  "later",
  "undo",
  "palette",
  "help",
] as const;
export type PairAction = (typeof pairActions)[number];

/** A row of the screen of pairs; `id` is the row of the table whose keys it has. */
export type PairShortcut = {
  action: PairAction;
  id: KeyId;
  keys: readonly string[];
  label: string;
  group: "Answer" | "Work";
};

function pairRow(
  action: PairAction,
  id: KeyId,
  group: PairShortcut["group"],
  own?: { key: string; label: string },
): PairShortcut {
  const shared = shortcuts.find((one) => one.action === id);
  return {
    action,
    id,
    group,
    keys: own ? [own.key] : (shared?.keys ?? []),
    label: own?.label ?? shared?.label ?? "",
  };
}

/** The keys of the screen of pairs: those of the degrees, of undo and of the lists as while one annotates, and its own. */
export const pairShortcuts: readonly PairShortcut[] = [
  pairRow("verbatim", "verbatim", "Answer"),
  pairRow("light-revision", "light", "Answer"),
  pairRow("heavy-revision", "heavy", "Answer"),
  pairRow("summary", "summary", "Answer"),
  pairRow("translation", "translation", "Answer"),
  pairRow("no", "pair-no", "Answer", { key: "n", label: "Not copied" }),
  pairRow("unsure", "pair-unsure", "Answer", { key: "u", label: "Unsure" }),
  pairRow("later", "pair-later", "Work", { key: "j", label: "Leave for later" }),
  pairRow("undo", "undo", "Work"),
  pairRow("palette", "palette", "Work"),
  pairRow("help", "help", "Work"),
];
