import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { goToProblem, selectMark, stepProblem } from "@/components/annotate/move-actions";
import { problemKey } from "@/components/annotate/problems";
import type { RoleSpan } from "@/components/annotate/use-carried";
import { isSameSpan, type Span } from "@/lib/text/span";
import type { CarriedItemDto } from "@/lib/versions/schema";
import { labelOf, type SpanRole } from "@/lib/vocabulary";

/** The orphan that is looked at; none while a mark is the current one. */
export function currentOrphan(desk: Desk): CarriedItemDto | undefined {
  return desk.current ? undefined : desk.carried.open.find((one) => one.id === desk.ui.orphan?.id);
}

/** The role whose words have to be found: the first that lost them, the mark's own words before its others. */
export function lostRole(orphan: CarriedItemDto): SpanRole {
  const lost = orphan.parts.filter((part) => part.after === null).map((part) => part.role);
  const main = orphan.kind === "attribution" ? "content" : "body";
  return lost.includes(main) ? main : (lost[0] ?? main);
}

/** The former words of an orphan that have to be found again. */
export function lostWords(orphan: CarriedItemDto): string {
  const role = lostRole(orphan);
  const lost = orphan.parts.filter((part) => part.role === role);
  return lost.length > 0 ? lost.map((part) => part.quote).join(" … ") : orphan.quote;
}

/** Goes to an orphan: what stands now where its words stood is lit. */
export function selectOrphan(desk: Desk, orphan: CarriedItemDto): void {
  const keys = `${desk.keyOf("take")} places it on the lit words, ${desk.keyOf("delete")} lets it go`;
  desk.patch({
    orphan: { id: orphan.id, isLettingGo: false },
    currentId: null,
    suggestionId: null,
    picker: null,
    aim: null,
    proposal: null,
    hasToolbar: false,
    sideTab: "carried",
    notice: {
      tone: "neutral",
      text: orphan.near
        ? `${labelOf(orphan.kind)} without its words. ${keys}.`
        : `${labelOf(orphan.kind)} without its words, and nothing stands in their place. Select where it belongs; ${keys}.`,
    },
    cursor: orphan.near ? { span: orphan.near.span, level: null } : null,
  });
}

/**
 * Where `.` leads: through the orphans, then through the problems of the marks, then to the orphans again. `at` is the place
 * of the problem that one stands at, -1 for none; `step` goes on among the problems.
 */
export function nextStop(
  open: readonly CarriedItemDto[],
  current: CarriedItemDto | undefined,
  problems: number,
  at: number,
): CarriedItemDto | "step" | "first-problem" {
  const [first] = open;
  if (!first) return "step";
  if (current) return open[open.indexOf(current) + 1] ?? (problems > 0 ? "first-problem" : first);
  return at >= 0 && at < problems - 1 ? "step" : first;
}

/** `.`: to the next mark without its words, or the next problem. */
export function nextProblem(desk: Desk) {
  const { open, openCount, isReading, retry } = desk.carried;
  if (open.length === 0 && openCount > 0) {
    if (!isReading) retry();
    return desk.say("The marks without their words are being read. Press again in a moment.");
  }
  if (open.length === 0) return stepProblem(desk);
  const problems = desk.settledProblems();
  const { problemKey: key } = desk.ui;
  const at = problems.findIndex(
    (one) => problemKey(one) === key && one.markId === desk.current?.annotation.id,
  );
  const next = nextStop(open, currentOrphan(desk), problems.length, at);
  if (next === "step") stepProblem(desk);
  else if (next === "first-problem") {
    desk.patch({ orphan: null });
    goToProblem(desk, problems[0]);
  } else selectOrphan(desk, next);
}

/** Places the current orphan on some words (the selection, where none are given); answers whether there was one. */
export function placeOrphan(desk: Desk, span: Span | undefined = desk.ui.cursor?.span): boolean {
  const orphan = currentOrphan(desk);
  if (!orphan) return false;
  if (!desk.isEditable) desk.say("This is for reading now: recall it to change it.");
  else if (!span) desk.say("Select the words that it belongs to first.");
  else if (!desk.carried.isBusy) void settle(desk, orphan, span);
  return true;
}

async function settle(desk: Desk, orphan: CarriedItemDto, span: Span) {
  const role = lostRole(orphan);
  const kept = orphan.parts.flatMap((part): RoleSpan[] =>
    part.after && part.role !== role
      ? [{ role: part.role, start: part.after.start, end: part.after.end }]
      : [],
  );
  const spans = [...kept, { role, start: span.start, end: span.end }];
  const answer = await desk.carried.change(orphan.id, { op: "place", spans });
  if ("problem" in answer) return desk.say(answer.problem, "danger");
  desk.patch({ orphan: null, currentId: answer.item.annotationId, cursor: { span, level: null } });
  desk.say(`Placed. ${left(desk, answer.open)}`);
}

/** Asks why the current orphan is let go; answers whether there was one. */
export function askToLetGo(desk: Desk): boolean {
  const orphan = currentOrphan(desk);
  if (!orphan) return false;
  desk.patch({ orphan: { id: orphan.id, isLettingGo: true }, sideTab: "carried", narrowPanel: "side" });
  return true;
}

/** Lets an orphan go; answers why it could not be, else the text has the focus again. */
export async function letGo(desk: Desk, orphan: CarriedItemDto, reason: string): Promise<string | null> {
  const answer = await desk.carried.change(orphan.id, { op: "let-go", reason });
  if ("problem" in answer) return answer.problem;
  desk.patch({ orphan: null, narrowPanel: "text" });
  desk.say(`Let go. ${left(desk, answer.open)}`);
  focusText();
  return null;
}

/** Opens a settled orphan again; the mark that it was placed as goes. */
export async function bringBack(desk: Desk, item: CarriedItemDto): Promise<void> {
  const answer = await desk.carried.change(item.id, { op: "bring-back" });
  if ("problem" in answer) return desk.say(answer.problem, "danger");
  selectOrphan(desk, answer.item);
}

/** Goes to the mark that a carried one became. */
export function goToCarried(desk: Desk, item: CarriedItemDto): void {
  const mark = desk.marks.find((one) => one.annotation.id === item.annotationId);
  if (mark) selectMark(desk, mark);
  else desk.say("That mark has been deleted since.");
}

/** Whether the selection is another one than what stands now where an orphan's words stood. */
export function hasOtherSelection(desk: Desk, orphan: CarriedItemDto): boolean {
  const span = desk.ui.cursor?.span;
  return span !== undefined && !(orphan.near && isSameSpan(orphan.near.span, span));
}

function left(desk: Desk, open: number): string {
  if (open === 0) return "That was the last one without its words.";
  return `${open} more ${open === 1 ? "has" : "have"} lost ${open === 1 ? "its" : "their"} words; press “${desk.keyOf("problem")}” for the next.`;
}
