import type { Desk, RoleToAim } from "@/components/annotate/desk-state";
import { marksOver } from "@/components/annotate/mark-lookup";
import { attributeOf, mainRole, spansOf } from "@/components/annotate/marks";
import {
  changed,
  claimsInside,
  cycleClaimKind,
  deleted,
  makeAttribution,
  makeClaim,
  quoted,
  setAttribute,
  setRole,
} from "@/components/annotate/operations";
import { proposeAround, proposeQuoteType, proposeSourceKind } from "@/lib/proposals/propose-attribution";
import { sliceCodePoints } from "@/lib/text/code-points";
import { listWords } from "@/lib/text/sentences";
import { containsSpan, hullOf, isOverlapping, isSameSpan, type Span } from "@/lib/text/span";
import { ladderAt } from "@/lib/text/units";
import { labelOf } from "@/lib/vocabulary";

/** Whether the cursor stands on the current mark's own words, so that a key means the mark and not a new one. */
function isOnCurrent(desk: Desk): boolean {
  const { current, ui } = desk;
  const span = ui.cursor?.span;
  return Boolean(current && span && current.annotation.spans.some((one) => isSameSpan(one, span)));
}

/** `1`: a claim on the selection; on a claim again, its next kind. */
export function markClaim(desk: Desk) {
  const { current, ui } = desk;
  if (current?.annotation.kind === "claim" && isOnCurrent(desk)) {
    if (desk.run([cycleClaimKind(current.annotation)])) desk.patch({ notice: null });
    return;
  }
  if (!ui.cursor) return desk.say(`Select some text first, or press ${desk.keyOf("next-unit")}.`);
  const id = desk.newId();
  if (desk.run(makeClaim(desk.index, id, ui.cursor.span))) settle(desk, id, ui.cursor.span);
}

function settle(desk: Desk, id: string, span: Span) {
  document.getSelection()?.removeAllRanges();
  desk.patch({
    currentId: id,
    orphan: null,
    cursor: { span, level: null },
    hasToolbar: false,
    picker: null,
    aim: null,
    proposal: null,
    notice: null,
  });
}

/** `2`: an attribution whose content is the current claim or the selection, with source and cue proposed. */
export function markAttribution(desk: Desk) {
  const { current, ui, index, units, lang } = desk;
  const claim = current?.annotation.kind === "claim" && isOnCurrent(desk) ? current.annotation : null;
  const content: Span[] = claim ? spansOf(claim, "body") : ui.cursor ? [ui.cursor.span] : [];
  const hull = hullOf(content);
  if (!hull) return desk.say(`Select what was said first, or press ${desk.keyOf("next-unit")}.`);
  const proposal = proposeAround(index, lang, units.sentences, hull, cuesAround(desk, hull));
  const claims = claim ? [claim] : claimsInside(marksOver(desk.marks, hull), content);
  const id = desk.newId();
  const links = claims.map((one) => ({ linkId: desk.newId(), claim: one }));
  const attributes = { quoteType: proposeQuoteType(index, content) };
  if (!desk.run(makeAttribution(index, id, content, attributes, links))) return;
  settle(desk, id, hull);
  const trimmed = content.length === 1 ? proposal.content : content;
  if (proposal.cue || proposal.source)
    desk.patch({ proposal: { ...proposal, content: trimmed, markId: id } });
}

/** The cues of attributions that this content would be nested in: theirs is not the word with which it is said. */
function cuesAround(desk: Desk, content: Span): Span[] {
  return marksOver(desk.marks, content).flatMap(({ annotation }) => {
    const own = spansOf(annotation, "content");
    const isAround = own.some((span) => containsSpan(span, content) && !isSameSpan(span, content));
    return isAround ? spansOf(annotation, "cue") : [];
  });
}

/** Enter: takes the proposed source and cue as they are shown, and what follows from them for type and kind. */
export function takeProposal(desk: Desk) {
  const { proposal } = desk.ui;
  const mark = desk.marks.find((one) => one.annotation.id === proposal?.markId);
  if (!proposal || !mark) return;
  const { annotation } = mark;
  const { index } = desk;
  const words = proposal.source ? sliceCodePoints(index, proposal.source) : "";
  const sourceKind = proposal.source ? proposeSourceKind(words) : null;
  const has = (name: string) => attributeOf(annotation, name) !== undefined;
  const attributes = {
    ...annotation.attributes,
    quoteType: proposeQuoteType(index, proposal.content),
    ...(proposal.attributionType && !has("attributionType")
      ? { attributionType: proposal.attributionType }
      : {}),
    ...(sourceKind && !has("sourceKind") ? { sourceKind } : {}),
  };
  const spans = [
    ...(proposal.source ? quoted(index, "source", [proposal.source]) : spansOf(annotation, "source")),
    ...(proposal.cue ? quoted(index, "cue", [proposal.cue]) : spansOf(annotation, "cue")),
    ...quoted(index, "content", proposal.content),
  ];
  if (!desk.run([changed(annotation, { spans, attributes })])) return;
  const hull = hullOf(proposal.content);
  desk.patch({ proposal: null, aim: null, ...(hull ? { cursor: { span: hull, level: null } } : {}) });
}

/**
 * `s` `c` `t`: a role of the current attribution becomes the selection. With nothing selected beside the mark itself,
 * aiming begins: a word is lit, arrows move it and Shift+arrows stretch it, Enter or the key again takes it.
 */
export function markRole(desk: Desk, role: RoleToAim) {
  const { current, ui } = desk;
  if (current?.annotation.kind !== "attribution") return;
  const hand = ui.cursor && ui.cursor.level === null && !isOnCurrent(desk) ? ui.cursor.span : null;
  if (!hand && ui.aim !== role) return aim(desk, role);
  const span = hand ?? ui.cursor?.span;
  if (span) takeRole(desk, role, span);
}

function aim(desk: Desk, role: RoleToAim) {
  const { current, ui, units, index, lang } = desk;
  if (!current) return;
  const proposed = role === "content" ? null : (ui.proposal?.[role] ?? null);
  const own = spansOf(current.annotation, role)[0];
  const content = hullOf(spansOf(current.annotation, "content")) ?? current.hull;
  const sentence = ladderAt(units, content.start)[0]?.span ?? content;
  const words = listWords(index, lang, sentence);
  // Who said it and with which word stand beside what was said, and most often after it.
  const free = words.filter((one) => !current.annotation.spans.some((taken) => isOverlapping(taken, one)));
  const word = free.find((one) => one.start >= content.end) ?? free[0] ?? words[0];
  const span = proposed ?? (own ? { start: own.start, end: own.end } : word);
  if (!span) return;
  desk.patch({ aim: role, cursor: { span, level: null } });
  desk.say(
    `${labelOf(role)}: → ← move, Shift+→ stretches, Enter takes, Esc leaves. “${sliceCodePoints(index, span)}”`,
  );
}

/** Gives a role of the current attribution its span; what else is proposed stays so. */
export function takeRole(desk: Desk, role: RoleToAim, span: Span) {
  const { current, ui, index } = desk;
  if (!current) return;
  const words = sliceCodePoints(index, span);
  const sourceKind =
    role === "source" && !attributeOf(current.annotation, "sourceKind") ? proposeSourceKind(words) : null;
  const base = sourceKind
    ? { ...current.annotation, attributes: { ...current.annotation.attributes, sourceKind } }
    : current.annotation;
  if (!desk.run([setRole(index, base, role, span)])) return;
  const left = ui.proposal && role !== "content" ? { ...ui.proposal, [role]: null } : null;
  const isLeft = left !== null && (left.source !== null || left.cue !== null);
  const content = hullOf(spansOf(current.annotation, "content")) ?? span;
  desk.patch({
    proposal: isLeft ? left : null,
    aim: null,
    lastRole: role,
    hasToolbar: false,
    notice: null,
    cursor: { span: role === "content" ? span : content, level: null },
  });
  document.getSelection()?.removeAllRanges();
}

/** `+`: the selection becomes one more fragment of the role last touched, else of the mark's own words. */
export function addFragment(desk: Desk) {
  const { current, ui } = desk;
  if (!current || !ui.cursor || isOnCurrent(desk))
    return desk.say("Select the words to add to this mark first.");
  const main = mainRole(current.annotation);
  const role = current.annotation.kind === "attribution" ? (ui.lastRole ?? main) : main;
  if (desk.run([setRole(desk.index, current.annotation, role, ui.cursor.span, true)]))
    desk.patch({ hasToolbar: false, notice: null });
}

/** `w`: the mark's own words become the selection. */
export function respan(desk: Desk) {
  const { current, ui, index } = desk;
  if (!current) return;
  if (!ui.cursor || isOnCurrent(desk))
    return desk.say(
      `Select the new words first: arrows move the borders, then press ${desk.keyOf("respan")}.`,
    );
  const role = mainRole(current.annotation);
  if (desk.run([setRole(index, current.annotation, role, ui.cursor.span)]))
    desk.patch({ hasToolbar: false, notice: null });
}

/** `o`: the outlet saw or asked itself, on or off. */
export function toggleOwnReporting(desk: Desk) {
  const { current } = desk;
  if (current?.annotation.kind !== "claim") return;
  const isOwn = attributeOf(current.annotation, "origin") === "own-reporting";
  const other = current.claimLinks.length > 0 ? "attributed" : "none-given";
  desk.run([setAttribute(current.annotation, "origin", isOwn ? other : "own-reporting")]);
}

/** Delete: the mark and every link that touches it. */
export function deleteMark(desk: Desk) {
  const { current } = desk;
  if (!current) return;
  if (!desk.run([deleted(current.annotation)])) return;
  desk.patch({ currentId: null, proposal: null, aim: null });
  desk.say(`${labelOf(current.annotation.kind)} deleted. ${desk.keyOf("undo")} brings it back.`);
}
