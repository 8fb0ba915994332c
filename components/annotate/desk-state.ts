import type { Cursor } from "@/components/annotate/cursor";
import type { LayerView } from "@/components/annotate/layer-store";
import type { Mark } from "@/components/annotate/marks";
import type { Problem } from "@/components/annotate/problems";
import type { Carried } from "@/components/annotate/use-carried";
import type { ArticleText, BlockDto } from "@/lib/articles/text-schema";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import type { DeletedMark } from "@/lib/layers/history-schema";
import type { Operation } from "@/lib/layers/schema";
import type { PassageCandidate } from "@/lib/passages/schema";
import type { AttributionProposal } from "@/lib/proposals/propose-attribution";
import type { Family } from "@/lib/reuse/schema";
import type { ActionId, Shortcut } from "@/lib/shortcuts/table";
import type { LayerSuggestions, SuggestionDto } from "@/lib/suggestions/schema";
import type { CodePointIndex } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import type { ReadingUnits } from "@/lib/text/units";

export type RoleToAim = "source" | "cue" | "content";

/** A choice that is open: everything else waits until it is made or left with Escape. */
export type Picker =
  | {
      type: "twin";
      span: Span;
      /** The duplicate that gets the twin; null where choosing makes one. */
      markId: string | null;
      candidates: PassageCandidate[] | null;
      failure: string | null;
      /** The candidate that stands beside the text to be compared, by its place; it is not chosen by that. */
      preview: number | null;
    }
  | { type: "outside"; span: Span; markId: string | null }
  | { type: "source"; markId: string }
  /** A mention was resolved; later ones with the same words may mean the same. */
  | { type: "later"; sourceId: string; name: string; markIds: string[] }
  | { type: "observe"; span: Span; sourceId: string | null }
  /** `at` is the place of the option that the arrows point at. */
  | { type: "link"; markId: string; options: string[]; at: number | null }
  | { type: "nest"; markId: string; options: string[]; at: number | null }
  | { type: "rest"; markId: string; options: string[]; at: number | null }
  | { type: "history"; markId: string };

export type SideTab =
  | "outline"
  | "problems"
  | "carried"
  | "guideline"
  | "suggestions"
  | "comments"
  | "deleted";
export type NarrowPanel = "text" | "mark" | "marks" | "side";

/** What the reader has done on the screen that is no part of the layer. */
export type DeskUi = {
  cursor: Cursor | null;
  currentId: string | null;
  /** The program's suggestion that is looked at. */
  suggestionId: string | null;
  /** The mark without its words that is looked at, and whether the reason for letting it go is being written. */
  orphan: { id: string; isLettingGo: boolean } | null;
  proposal: (AttributionProposal & { markId: string }) | null;
  /** A role of the current attribution being looked for, word by word. */
  aim: RoleToAim | null;
  /** The role that `+` adds a fragment to. */
  lastRole: RoleToAim | null;
  picker: Picker | null;
  /** The link whose twin was opened beside the text; it stands there while its duplicate is the current mark. */
  besideId: string | null;
  /** The floating toolbar stands over a span drawn with mouse or finger. */
  hasToolbar: boolean;
  notice: { text: string; tone: "neutral" | "danger" } | null;
  dialog: "help" | "palette" | "submit" | "skip" | null;
  sideTab: SideTab;
  /** The rule at which the guideline was asked for; made anew with each press, so that the same rule is shown again. */
  rule: { anchor: GuidelineAnchor | null };
  /** The field of a mark that had the focus last, by its rule. */
  field: { markId: string; anchor: GuidelineAnchor } | null;
  /** The problem that was jumped to last, so that the next press goes on from there. */
  problemKey: string | null;
  narrowPanel: NarrowPanel;
  /** A comment is to be written, about these words or (null) the whole article. */
  remark: { span: Span | null } | null;
};

export const firstUi: DeskUi = {
  cursor: null,
  currentId: null,
  suggestionId: null,
  orphan: null,
  proposal: null,
  aim: null,
  lastRole: null,
  picker: null,
  besideId: null,
  hasToolbar: false,
  notice: null,
  dialog: null,
  sideTab: "outline",
  rule: { anchor: null },
  field: null,
  problemKey: null,
  narrowPanel: "text",
  remark: null,
};

/** Everything an action may read and do; made anew with every change, so that an action sees one state. */
export type Desk = {
  /** The table of keys with the reader's own in it. */
  shortcuts: readonly Shortcut[];
  hasSingleKeys: boolean;
  /** How the key of an action is shown; that of the command list where it has none the reader can use. */
  keyOf: (action: ActionId) => string;
  layerId: string;
  article: ArticleText;
  /** Passages of this text whose family tree the reader may see. */
  families: readonly Family[];
  /** Titles of the articles that twins lie in, by the id of the text. */
  twinTitles: Readonly<Record<string, string>>;
  /** Keeps the title of a text that a twin was just found in. */
  learnTwin: (versionId: string, title: string) => void;
  blocks: readonly BlockDto[];
  index: CodePointIndex;
  units: ReadingUnits;
  lang: string;
  view: LayerView;
  isEditable: boolean;
  marks: readonly Mark[];
  current: Mark | null;
  /** What is open about the marks, as far as it has been looked at since the last change. */
  problems: readonly Problem[];
  /** The same of the marks as they are now; of a long layer as they were a moment ago. */
  settledProblems: () => readonly Problem[];
  /** Programs' suggestions that wait for an answer, in reading order; `allSuggestions` has the answered ones too. */
  suggestions: readonly SuggestionDto[];
  allSuggestions: readonly SuggestionDto[];
  suggestionsShow: LayerSuggestions["showing"];
  finishFirstPass: () => void;
  /** The marks that the layer began with from an earlier text of its article. */
  carried: Carried;
  ui: DeskUi;
  patch: (part: Partial<DeskUi>) => void;
  say: (text: string, tone?: "neutral" | "danger") => void;
  /** Applies operations; says why and answers false where they may not be. */
  run: (operations: Operation[]) => boolean;
  newId: () => string;
  restore: (mark: DeletedMark) => void;
  undo: () => void;
  redo: () => void;
  editBlock: (how: "kind" | "split") => void;
  findTwins: (span: Span, markId: string | null) => void;
  /** Puts the focus on the control of the current mark that is named by `data-field`, or on its first one. */
  focusPanel: (field?: string) => void;
};
