import { adjustCursor, resizeCursor, stepCursor } from "@/components/annotate/cursor";
import type { Desk } from "@/components/annotate/desk-state";
import type { Mark } from "@/components/annotate/marks";
import { type Problem, problemKey } from "@/components/annotate/problems";
import { listWords } from "@/lib/text/sentences";
import { isSameSpan, type Span } from "@/lib/text/span";
import { ladderAt } from "@/lib/text/units";

/** To the sentence (clause, quotation) after or before; leaves the current mark. While aiming, to its first word. */
export function step(desk: Desk, direction: 1 | -1) {
  const { ui, units } = desk;
  if (ui.aim && ui.cursor) {
    const sentence = ladderAt(units, ui.cursor.span.start)[0]?.span ?? ui.cursor.span;
    const next = stepCursor(units, { span: sentence, level: "sentence" }, direction);
    const word = next && listWords(desk.index, desk.lang, next.span)[0];
    if (word) desk.patch({ cursor: { span: word, level: null } });
    return;
  }
  desk.patch({
    cursor: stepCursor(units, ui.cursor, direction),
    currentId: null,
    proposal: null,
    picker: null,
    hasToolbar: false,
    notice: null,
  });
}

/** To the narrower or wider unit at the cursor; the current mark stays, so that it can be moved there. */
export function resize(desk: Desk, how: "narrower" | "wider") {
  desk.patch({ cursor: resizeCursor(desk.units, desk.ui.cursor, how), hasToolbar: false });
}

/** Moves a border of the selection by a word or a character; while aiming, → and ← move the whole word. */
export function adjust(desk: Desk, border: "start" | "end", direction: 1 | -1, by: "word" | "character") {
  const { ui } = desk;
  if (!ui.cursor) return step(desk, 1);
  if (ui.aim) {
    if (border === "end" && by === "word") return aimBeside(desk, ui.cursor.span, direction);
    const move = { border: "end", direction, by } as const;
    return desk.patch({ cursor: adjustCursor(desk.index, ui.cursor, move, desk.lang) });
  }
  desk.patch({
    cursor: adjustCursor(desk.index, ui.cursor, { border, direction, by }, desk.lang),
    hasToolbar: false,
  });
}

function aimBeside(desk: Desk, span: Span, direction: 1 | -1) {
  const { units, index, lang } = desk;
  const sentence = ladderAt(units, span.start)[0]?.span;
  const near = sentence
    ? [
        stepCursor(units, { span: sentence, level: "sentence" }, -1)?.span,
        sentence,
        stepCursor(units, { span: sentence, level: "sentence" }, 1)?.span,
      ]
    : [];
  const words = near
    .filter((one): one is Span => one !== undefined)
    .filter((one, place, all) => all.findIndex((other) => isSameSpan(other, one)) === place)
    .flatMap((one) => listWords(index, lang, one));
  const next =
    direction === 1
      ? words.find((word) => word.start >= span.end)
      : words.findLast((word) => word.end <= span.start);
  if (next) desk.patch({ cursor: { span: next, level: null } });
}

/** Makes a mark the current one and puts the cursor on it. */
export function selectMark(desk: Desk, mark: Mark | null) {
  if (!mark) return desk.patch({ currentId: null, proposal: null, aim: null, hasToolbar: false });
  const main = mark.annotation.spans.find((span) => span.role === "body" || span.role === "content");
  const span = main ? { start: main.start, end: main.end } : mark.hull;
  desk.patch({
    currentId: mark.annotation.id,
    orphan: null,
    cursor: { span, level: null },
    proposal: null,
    picker: null,
    aim: null,
    hasToolbar: false,
    notice: null,
  });
}

/** The mark after or before the current one (or the cursor) in reading order. */
export function stepMark(desk: Desk, direction: 1 | -1) {
  const { marks, current, ui } = desk;
  if (marks.length === 0) return desk.say("Nothing is marked yet.");
  const place = current ? marks.findIndex((mark) => mark.annotation.id === current.annotation.id) : -1;
  const at = ui.cursor?.span.start ?? 0;
  const next = current
    ? marks[place + direction]
    : direction === 1
      ? marks.find((mark) => mark.hull.start >= at)
      : marks.findLast((mark) => mark.hull.start < at);
  if (next) selectMark(desk, next);
  else desk.say(direction === 1 ? "That was the last mark." : "That was the first mark.");
}

/** The next problem after the one jumped to last, else after the current mark or the cursor; round to the first one. */
export function stepProblem(desk: Desk) {
  const { marks, current, ui } = desk;
  const places = new Map(marks.map((mark, place) => [mark.annotation.id, place]));
  const problems = desk.settledProblems().filter((problem) => places.has(problem.markId));
  if (problems.length === 0) return desk.say("No problems.");
  const last = problems.findIndex((problem) => problemKey(problem) === ui.problemKey);
  const isAtLast = last >= 0 && problems[last]?.markId === current?.annotation.id;
  const from = current
    ? (places.get(current.annotation.id) ?? -1)
    : marks.findLastIndex((mark) => mark.hull.start < (ui.cursor?.span.start ?? 0));
  const next = isAtLast
    ? problems[last + 1]
    : problems.find((problem) => (places.get(problem.markId) ?? -1) > from);
  goToProblem(desk, next ?? problems[0]);
}

/** Makes the mark of a problem the current one and says what is open about it. */
export function goToProblem(desk: Desk, problem: Problem | undefined) {
  const mark = desk.marks.find((one) => one.annotation.id === problem?.markId);
  if (!problem || !mark) return;
  selectMark(desk, mark);
  desk.patch({ sideTab: "problems", rule: { anchor: problem.anchor }, problemKey: problemKey(problem) });
  desk.say(problem.message);
}

/** What a press on the text means: the mark under it, the next one under it when pressed again, else the sentence. */
export function press(desk: Desk, offset: number, markIds: readonly string[]) {
  const own = desk.marks.filter((mark) => markIds.includes(mark.annotation.id));
  // The smallest first: what is inside another mark could not be reached otherwise.
  own.sort((a, b) => a.hull.end - a.hull.start - (b.hull.end - b.hull.start));
  if (own.length > 0) {
    const place = own.findIndex((mark) => mark.annotation.id === desk.ui.currentId);
    return selectMark(desk, own[(place + 1) % own.length] ?? null);
  }
  const unit = ladderAt(desk.units, offset)[0];
  desk.patch({
    cursor: unit ? { span: unit.span, level: unit.level } : null,
    currentId: null,
    proposal: null,
    picker: null,
    aim: null,
    hasToolbar: false,
  });
}
