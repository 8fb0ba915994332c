import type { Desk } from "@/components/annotate/desk-state";
import type { Mark } from "@/components/annotate/marks";
import { laterMentions } from "@/components/annotate/mentions";
import {
  changed,
  cycleStance,
  linkClaim,
  linkRoleFor,
  linkTwin,
  made,
  makeDuplicate,
  type Twin,
} from "@/components/annotate/operations";
import { isSameSpan, type Span } from "@/lib/text/span";
import { labelOf, linkRoles, type reuseDegrees } from "@/lib/vocabulary";

const MOST_OPTIONS = 9;

/** `d`: the next stance of the links between the current mark and its claims or attributions. */
export function nextStance(desk: Desk) {
  const links = desk.current?.claimLinks ?? [];
  if (links.length === 0) return desk.say(`Link a claim first: press ${desk.keyOf("link")}.`);
  desk.run(links.map(cycleStance));
}

/** `Shift+D`: the next role of the links between the current mark and its claims or attributions. */
export function nextRole(desk: Desk) {
  const links = desk.current?.claimLinks ?? [];
  if (links.length === 0) return desk.say(`Link a claim first: press ${desk.keyOf("link")}.`);
  const next = linkRoles[(linkRoles.indexOf(links[0]?.role ?? "remote") + 1) % linkRoles.length] ?? "content";
  if (desk.run(links.map((link) => changed(link, { role: next }))))
    desk.say(next === "content" ? "In what was said" : labelOf(next));
}

/** `a`: offers the nearest attributions for a claim, or the nearest claims for an attribution. */
export function openLink(desk: Desk) {
  const { current } = desk;
  if (!current || current.annotation.kind === "duplicate") return;
  const wanted = current.annotation.kind === "claim" ? "attribution" : "claim";
  const linked = new Set(current.claimLinks.flatMap((link) => [link.attributionId, link.claimId]));
  const options = nearest(
    desk,
    current,
    (mark) => mark.annotation.kind === wanted && !linked.has(mark.annotation.id),
  );
  if (options.length === 0) return desk.say(`There is no other ${wanted} to link.`);
  desk.patch({ picker: { type: "link", markId: current.annotation.id, options, at: null } });
}

/** `n`: offers the attributions that may report the current one. */
export function openNest(desk: Desk) {
  const { current } = desk;
  if (current?.annotation.kind !== "attribution") return;
  const options = nearest(desk, current, (mark) => mark.annotation.kind === "attribution");
  if (options.length === 0) return desk.say("There is no other attribution to nest this one in.");
  desk.patch({ picker: { type: "nest", markId: current.annotation.id, options, at: null } });
}

/** Ids of the marks wanted that are nearest to one, nearest first, as many as there are digits. */
export function nearest(desk: Desk, from: Mark, isWanted: (mark: Mark) => boolean): string[] {
  const distance = (mark: Mark) =>
    Math.max(mark.hull.start - from.hull.end, from.hull.start - mark.hull.end, 0);
  return desk.marks
    .filter((mark) => mark.annotation.id !== from.annotation.id && isWanted(mark))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MOST_OPTIONS)
    .map((mark) => mark.annotation.id);
}

/** The answer to `a` or `n`: the mark chosen. */
export function chooseMark(desk: Desk, id: string) {
  const { picker } = desk.ui;
  const find = (wanted: string) => desk.marks.find((mark) => mark.annotation.id === wanted)?.annotation;
  const chosen = find(id);
  if (!chosen || (picker?.type !== "link" && picker?.type !== "nest")) return;
  const own = find(picker.markId);
  if (!own) return;
  if (picker.type === "nest") {
    if (desk.run([changed(own, { nestedInId: id })])) desk.patch({ picker: null, notice: null });
    return;
  }
  const [attribution, claim] = own.kind === "claim" ? [chosen, own] : [own, chosen];
  const operations = linkClaim(desk.newId(), attribution.id, claim, linkRoleFor(attribution, claim));
  if (desk.run(operations)) desk.patch({ picker: null, notice: null });
}

/** `r`: asks who the source of the current attribution is. */
export function openSource(desk: Desk) {
  const { current } = desk;
  if (current?.annotation.kind !== "attribution") return;
  desk.patch({ picker: { type: "source", markId: current.annotation.id }, narrowPanel: "mark" });
}

/**
 * The answer to `r`: a source of the register; with `isMore` the question stays, for a compound source has several.
 * Later mentions with the same words are offered the same answer, and get it only where somebody says so.
 */
export function chooseSource(desk: Desk, source: { id: string; name: string }, isMore = false) {
  const { picker } = desk.ui;
  if (picker?.type !== "source") return;
  const mark = desk.marks.find((one) => one.annotation.id === picker.markId);
  const isThere = mark?.sources.some((one) => one.sourceId === source.id);
  if (!isThere && !desk.run([linkSource(desk, picker.markId, source.id)])) return;
  if (isMore) return;
  const markIds = mark?.sources.length ? [] : laterMentions(desk.marks, picker.markId);
  const later = { type: "later", sourceId: source.id, name: source.name, markIds } as const;
  desk.patch({ picker: markIds.length > 0 ? later : null });
}

/** Later mentions mean the same source, too: all those given, in one step. */
export function applyToMentions(desk: Desk, markIds: readonly string[]) {
  const { picker } = desk.ui;
  if (picker?.type !== "later") return;
  if (!desk.run(markIds.map((id) => linkSource(desk, id, picker.sourceId)))) return;
  const left = picker.markIds.filter((id) => !markIds.includes(id));
  desk.patch({ picker: left.length > 0 ? { ...picker, markIds: left } : null });
}

function linkSource(desk: Desk, attributionId: string, sourceId: string) {
  return made({ type: "attributionSource", id: desk.newId(), attributionId, sourceId });
}

/** `p`: asks what there is to note about a source, at the selection or the current mark. */
export function openObservation(desk: Desk) {
  const { current, ui } = desk;
  const span = ui.cursor?.span ?? current?.hull;
  if (!span) return desk.say(`Select the words first, or press ${desk.keyOf("next-unit")}.`);
  const sourceId = current?.sources.length === 1 ? (current.sources[0]?.sourceId ?? null) : null;
  desk.patch({ picker: { type: "observe", span, sourceId }, hasToolbar: false, narrowPanel: "mark" });
}

/** `3`: looks for twins of the selection, or of the current duplicate. */
export function openTwins(desk: Desk) {
  const { current, ui } = desk;
  const span = ui.cursor?.span;
  const isOwn =
    current?.annotation.kind === "duplicate" &&
    (!span || current.annotation.spans.some((one) => isSameSpan(one, span)));
  if (current && isOwn) return desk.findTwins(current.hull, current.annotation.id);
  if (!span) return desk.say(`Select the passage first, or press ${desk.keyOf("next-unit")}.`);
  desk.findTwins(span, null);
}

/** `x`: a twin that is not in this project, by its address and its words. */
export function openOutside(desk: Desk) {
  const { picker, cursor } = desk.ui;
  if (picker?.type === "twin")
    return desk.patch({ picker: { type: "outside", span: picker.span, markId: picker.markId } });
  const { current } = desk;
  if (current?.annotation.kind !== "duplicate") return;
  desk.patch({
    picker: { type: "outside", span: cursor?.span ?? current.hull, markId: current.annotation.id },
  });
}

/** The answer to `3` or `x`: a twin, or null for a duplicate whose twin is not known yet. */
export function chooseTwin(desk: Desk, twin: Twin | null): boolean {
  const { picker } = desk.ui;
  if (picker?.type !== "twin" && picker?.type !== "outside") return false;
  // A link can only name passages of its own project; one elsewhere is linked by its address.
  const other = twin && "candidate" in twin && twin.candidate.project !== null ? twin.candidate : null;
  if (other) return other.url !== null && chooseTwin(desk, { url: other.url, quote: other.quote });
  const ids = { mark: picker.markId ?? desk.newId(), link: desk.newId(), passage: desk.newId() };
  const operations = picker.markId
    ? twin
      ? [linkTwin(picker.markId, ids, twin)]
      : []
    : makeDuplicate(desk.index, ids, picker.span, twin);
  if (operations.length > 0 && !desk.run(operations)) return false;
  if (twin && "candidate" in twin) desk.learnTwin(twin.candidate.versionId, twin.candidate.title);
  document.getSelection()?.removeAllRanges();
  const wasCompared = picker.type === "twin" && picker.preview !== null && twin !== null;
  desk.patch({
    picker: null,
    currentId: ids.mark,
    ...(wasCompared ? { besideId: ids.link } : {}),
    cursor: { span: picker.span, level: null },
    hasToolbar: false,
    proposal: null,
    notice: null,
  });
  return true;
}

/** `v` `l` `h` `s` `t`: how close the current duplicate and its twins are. */
export function setDegree(desk: Desk, degree: (typeof reuseDegrees)[number]) {
  const links = desk.current?.reuse ?? [];
  if (links.length === 0)
    return desk.say(
      `This duplicate has no twin yet: press ${desk.keyOf("duplicate")} or ${desk.keyOf("outside")}.`,
    );
  if (desk.run(links.map((link) => changed(link, { degree })))) desk.say(labelOf(degree));
}

/** Where the twin of a duplicate lies in this very article; nothing for one elsewhere. */
export function twinSpansHere(mark: Mark, versionId: string): Span[] {
  return mark.reuse.flatMap((link) => (link.passage.versionId === versionId ? link.passage.spans : []));
}
