import type { Desk } from "@/components/annotate/desk-state";
import {
  nextRole,
  nextStance,
  openLink,
  openNest,
  openObservation,
  openOutside,
  openSource,
  openTwins,
  setDegree,
} from "@/components/annotate/link-actions";
import { chooseAimed } from "@/components/annotate/list-choice";
import {
  addFragment,
  deleteMark,
  markAttribution,
  markClaim,
  markRole,
  respan,
  takeProposal,
  takeRole,
  toggleOwnReporting,
} from "@/components/annotate/mark-actions";
import { adjust, resize, selectMark, step, stepMark } from "@/components/annotate/move-actions";
import { askToLetGo, currentOrphan, nextProblem, placeOrphan } from "@/components/annotate/orphan-actions";
import { openRest, switchRest } from "@/components/annotate/rest-actions";
import {
  acceptSuggestion,
  amendSuggestion,
  nextSuggestion,
  rejectSuggestion,
} from "@/components/annotate/suggestion-actions";
import { closeBeside, openBeside } from "@/components/annotate/twin-beside";
import { askedOf } from "@/lib/attributes/schema";
import { missingOf } from "@/lib/attributes/values";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import { type ActionId, shortcuts } from "@/lib/shortcuts/table";

type Run = (desk: Desk, by: "word" | "character") => void;

const handlers: Record<ActionId, Run> = {
  "next-unit": (desk) => step(desk, 1),
  "previous-unit": (desk) => step(desk, -1),
  narrower: (desk) => resize(desk, "narrower"),
  wider: (desk) => resize(desk, "wider"),
  "end-later": (desk, by) => adjust(desk, "end", 1, by),
  "end-earlier": (desk, by) => adjust(desk, "end", -1, by),
  "start-later": (desk, by) => adjust(desk, "start", 1, by),
  "start-earlier": (desk, by) => adjust(desk, "start", -1, by),
  claim: markClaim,
  attribution: markAttribution,
  duplicate: openTwins,
  quantity: (desk) => desk.focusPanel("quantity"),
  "own-reporting": toggleOwnReporting,
  "own-field": openOwnField,
  take: enter,
  source: (desk) => markRole(desk, "source"),
  cue: (desk) => markRole(desk, "cue"),
  content: (desk) => markRole(desk, "content"),
  fragment: addFragment,
  respan,
  resolve: openSource,
  pin: openObservation,
  stance: nextStance,
  "link-role": nextRole,
  nest: openNest,
  rest: openRest,
  "rest-kind": switchRest,
  link: openLink,
  outside: openOutside,
  twin: openBeside,
  verbatim: (desk) => setDegree(desk, "verbatim"),
  light: (desk) => setDegree(desk, "light-revision"),
  heavy: (desk) => setDegree(desk, "heavy-revision"),
  summary: (desk) => setDegree(desk, "summary"),
  translation: (desk) => setDegree(desk, "translation"),
  "next-suggestion": nextSuggestion,
  "accept-suggestion": acceptSuggestion,
  "amend-suggestion": amendSuggestion,
  "reject-suggestion": rejectSuggestion,
  "next-mark": (desk) => stepMark(desk, 1),
  "previous-mark": (desk) => stepMark(desk, -1),
  delete: (desk) => askToLetGo(desk) || deleteMark(desk),
  history: openHistory,
  deleted: (desk) => desk.patch({ sideTab: "deleted", narrowPanel: "side" }),
  edit: enter,
  block: (desk) => desk.editBlock("kind"),
  "split-block": (desk) => desk.editBlock("split"),
  problem: nextProblem,
  guideline: openGuideline,
  comment: openComments,
  undo: (desk) => desk.undo(),
  redo: (desk) => desk.redo(),
  submit: (desk) => desk.patch({ dialog: "submit" }),
  escape: leave,
  help: (desk) => desk.patch({ dialog: "help" }),
  palette: (desk) => desk.patch({ dialog: "palette" }),
};

const kindsOf = new Map(shortcuts.map((shortcut) => [shortcut.action, shortcut.kinds]));

const reading = new Set<ActionId>([
  "next-unit",
  "previous-unit",
  "narrower",
  "wider",
  "end-later",
  "end-earlier",
  "start-later",
  "start-earlier",
  "next-suggestion",
  "twin",
  "next-mark",
  "previous-mark",
  "problem",
  "guideline",
  "comment",
  "history",
  "deleted",
  "pin",
  "escape",
  "help",
  "palette",
  "block",
  "split-block",
  "edit",
  "take",
]);

/**
 * Does the first of the actions that a key may mean and that fits what is at hand (a key has several meanings by the
 * kind of the current mark); answers whether any did. What changes marks is refused, with the reason, in a layer that
 * is submitted or not one's own.
 */
export function perform(
  desk: Desk,
  actions: readonly ActionId[],
  by: "word" | "character" = "word",
): boolean {
  const fitting = actions.find((action) => isFitting(desk, action));
  if (!fitting) return false;
  if (!desk.isEditable && !reading.has(fitting)) {
    desk.say("This is for reading now: recall it to change it.");
    return true;
  }
  handlers[fitting](desk, by);
  return true;
}

/** Whether an action is for what is at hand: the current mark, or none. */
function isFitting(desk: Desk, action: ActionId): boolean {
  const kinds = kindsOf.get(action);
  const kind = desk.current?.annotation.kind;
  if (action === "delete" && currentOrphan(desk)) return true;
  if ((action === "outside" || action === "twin") && desk.ui.picker?.type === "twin") return true;
  return !kinds || (kind !== undefined && kinds.includes(kind));
}

/** Whether an action would do something now: it fits what is at hand, and the layer may be changed where it changes it. */
export function canPerform(desk: Desk, action: ActionId): boolean {
  return isFitting(desk, action) && (desk.isEditable || reading.has(action));
}

function enter(desk: Desk) {
  const { ui } = desk;
  if (chooseAimed(desk)) return;
  if (ui.aim && ui.cursor) return takeRole(desk, ui.aim, ui.cursor.span);
  if (ui.proposal) return takeProposal(desk);
  if (desk.current) desk.focusPanel();
  else placeOrphan(desk);
}

function leave(desk: Desk) {
  const { ui } = desk;
  // Where the text stands behind a panel, it is what one goes back to.
  if (ui.narrowPanel !== "text") desk.patch({ narrowPanel: "text" });
  if (ui.picker) return desk.patch({ picker: null, notice: null });
  if (ui.aim) {
    const main = desk.current?.annotation.spans.find((span) => span.role === "content");
    return desk.patch({
      aim: null,
      notice: null,
      ...(main ? { cursor: { span: { start: main.start, end: main.end }, level: null } } : {}),
    });
  }
  if (ui.proposal) return desk.patch({ proposal: null });
  if (ui.hasToolbar) return desk.patch({ hasToolbar: false });
  if (closeBeside(desk)) return;
  if (currentOrphan(desk)) return desk.patch({ orphan: null, notice: null });
  if (ui.suggestionId) return desk.patch({ suggestionId: null, notice: null });
  selectMark(desk, null);
}

/** To the first attribute of the project's own that must be answered and is not, else to its first. */
function openOwnField(desk: Desk) {
  const { annotation } = desk.current ?? {};
  if (!annotation) return;
  const definitions = desk.view.model.attributes ?? [];
  const [first] = [
    ...missingOf(definitions, annotation.kind, annotation.attributes),
    ...askedOf(definitions, annotation.kind),
  ];
  if (first) desk.focusPanel(`own-${first.key}`);
  else
    desk.say(
      `This project asks no attribute of its own of ${/^[aeiou]/.test(annotation.kind) ? "an" : "a"} ${annotation.kind}.`,
    );
}

function openComments(desk: Desk) {
  const span = desk.current?.hull ?? desk.ui.cursor?.span ?? null;
  desk.patch({ sideTab: "comments", narrowPanel: "side", remark: { span }, hasToolbar: false });
}

function openHistory(desk: Desk) {
  const { currentId } = desk.ui;
  if (currentId) desk.patch({ picker: { type: "history", markId: currentId }, narrowPanel: "mark" });
}

function openGuideline(desk: Desk) {
  const { currentId, field } = desk.ui;
  const problem = desk.problems.find((one) => one.markId === currentId);
  const asked = field?.markId === currentId ? field?.anchor : undefined;
  const anchor: GuidelineAnchor | null = asked ?? problem?.anchor ?? desk.current?.annotation.kind ?? null;
  desk.patch({ sideTab: "guideline", rule: { anchor }, narrowPanel: "side" });
}
