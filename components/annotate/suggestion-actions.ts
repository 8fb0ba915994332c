import type { Desk } from "@/components/annotate/desk-state";
import type { DrawnSpan } from "@/components/editor/drawn-text";
import { acceptOperations, rejectOperation, suggestionsFrom } from "@/lib/suggestions/accept";
import type { SuggestionDto } from "@/lib/suggestions/schema";
import { hullOf } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** What a suggestion is drawn by. */
const drawnId = (id: string) => `suggestion-${id}`;
const drawn = new WeakMap<SuggestionDto, readonly DrawnSpan[]>();

/** The dotted lines of suggestions that wait for an answer; the same list for the same suggestion each time. */
export function suggestedSpans(
  suggestions: readonly SuggestionDto[],
  currentId: string | null,
): readonly DrawnSpan[] {
  return suggestions.flatMap((one) => {
    if (one.id === currentId) return spansOf(one, "mark-proposed mark-selected");
    const known = drawn.get(one) ?? spansOf(one, "mark-proposed");
    drawn.set(one, known);
    return known;
  });
}

function spansOf({ id, kind, spans }: SuggestionDto, className: string): DrawnSpan[] {
  return spans.map(({ role, start, end }) => ({
    ...{ start, end, id: drawnId(id), look: "proposed", className },
    label: kind === "attribution" ? `Suggested: ${labelOf(role)}` : `Suggested: ${labelOf(kind)}`,
  }));
}

/** Goes to a suggestion. */
export function selectSuggestion(desk: Desk, suggestion: SuggestionDto): void {
  const hull = hullOf(suggestion.spans);
  desk.patch({
    suggestionId: suggestion.id,
    currentId: null,
    picker: null,
    aim: null,
    proposal: null,
    hasToolbar: false,
    sideTab: "suggestions",
    notice: { text: `${describe(suggestion)}.`, tone: "neutral" },
    ...(hull && { cursor: { span: hull, level: null } }),
  });
}

/** A suggestion in a few words: what, by whom, how surely. */
export function describe({ kind, producer, score }: SuggestionDto): string {
  return `Suggested by ${producer}: ${labelOf(kind).toLowerCase()}${score === null ? "" : `, score ${score.toFixed(2)}`}`;
}

/** A press on the text where a suggestion stands and no mark does; answers whether it was one. */
export function pressSuggestion(desk: Desk, ids: readonly string[]): boolean {
  if (desk.marks.some(({ annotation }) => ids.includes(annotation.id))) return false;
  const pressed = desk.suggestions.find(({ id }) => ids.includes(drawnId(id)));
  if (pressed) selectSuggestion(desk, pressed);
  return pressed !== undefined;
}

function currentSuggestion(desk: Desk): SuggestionDto | undefined {
  return desk.suggestions.find(({ id }) => id === desk.ui.suggestionId);
}

/** `,`: the next suggestion after the current one, or after the cursor. */
export function nextSuggestion(desk: Desk): void {
  const { suggestions, ui } = desk;
  const at = suggestions.findIndex(({ id }) => id === ui.suggestionId);
  const from = ui.cursor?.span.start ?? 0;
  const next =
    at >= 0
      ? (suggestions[at + 1] ?? suggestions[0])
      : (suggestions.find(({ spans }) => (hullOf(spans)?.start ?? 0) >= from) ?? suggestions[0]);
  if (next) selectSuggestion(desk, next);
  else desk.say("No suggestion is waiting here.");
}

/** The suggestion that a key is about; without one the next is shown, so that nobody answers what they have not seen. */
function looked(desk: Desk): SuggestionDto | null {
  const current = currentSuggestion(desk);
  if (!current) nextSuggestion(desk);
  return current ?? null;
}

/** Goes on to the suggestion after one that was just answered. */
function goOn(desk: Desk, answered: SuggestionDto, said: string): void {
  const at = desk.suggestions.indexOf(answered);
  const left = desk.suggestions.filter((one) => one !== answered);
  const next = left[at] ?? left[0];
  if (next) selectSuggestion(desk, next);
  else
    desk.patch({
      suggestionId: null,
      notice: { text: `${said} That was the last suggestion.`, tone: "neutral" },
    });
}

/** `y`: makes the current suggestion a mark of one's own, and goes on to the next. */
export function acceptSuggestion(desk: Desk): void {
  const one = looked(desk);
  if (one && take(desk, [one])) goOn(desk, one, "Accepted.");
}

/** `Shift+Y`: makes it a mark, and stays on that to change it. */
export function amendSuggestion(desk: Desk): void {
  const one = looked(desk);
  const [markId] = (one && take(desk, [one])) ?? [];
  if (!markId) return;
  desk.patch({
    suggestionId: null,
    currentId: markId,
    notice: { text: "Accepted: change what is not right.", tone: "neutral" },
  });
  desk.focusPanel();
}

/** `u`: says that it is none, and goes on to the next. */
export function rejectSuggestion(desk: Desk): void {
  const one = looked(desk);
  if (one && desk.run([rejectOperation(one, desk.newId())])) goOn(desk, one, "Rejected.");
}

/** Accepts all of at least a score, as one step to undo. */
export function acceptFrom(desk: Desk, least: number): void {
  const wanted = suggestionsFrom(desk.suggestions, least);
  const taken = take(desk, wanted)?.length ?? 0;
  if (taken === 0) return;
  const rest = wanted.length - taken;
  const more = rest > 0 ? ` ${rest} more are left: accept once more.` : "";
  desk.patch({ suggestionId: null });
  desk.say(
    `Accepted ${taken === 1 ? "one suggestion" : `${taken} suggestions`}. Press ${desk.keyOf("undo")} to undo.${more}`,
  );
}

function take(desk: Desk, wanted: readonly SuggestionDto[]): string[] | null {
  const { operations, markIds } = acceptOperations(
    wanted,
    desk.allSuggestions,
    desk.view.model.objects,
    desk.newId,
  );
  return operations.length > 0 && desk.run(operations) ? markIds : null;
}
