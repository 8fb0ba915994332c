import type { Desk } from "@/components/annotate/desk-state";
import { nearest } from "@/components/annotate/link-actions";
import { changed, made } from "@/components/annotate/operations";
import type { RestsOnDto } from "@/lib/layers/schema";
import { labelOf } from "@/lib/vocabulary";

/** What an attribution may rest on: another attribution of the layer, a source of the register, or a few words. */
export type RestTarget = { targetId: string } | { sourceId: string } | { description: string };

/** `f`: asks what the current attribution rests on; once more: to the field for a source or a few words. */
export function openRest(desk: Desk) {
  const { current, ui } = desk;
  if (ui.picker?.type === "rest") return desk.focusPanel();
  if (current?.annotation.kind !== "attribution") return;
  const options = nearest(desk, current, (mark) => mark.annotation.kind === "attribution");
  desk.patch({
    picker: { type: "rest", markId: current.annotation.id, options, at: null },
    narrowPanel: "mark",
    notice: null,
  });
}

/** The answer to `f`: one thing that the attribution rests on, passed on for all that it carries until said otherwise. */
export function chooseRest(desk: Desk, target: RestTarget) {
  const { picker } = desk.ui;
  if (picker?.type !== "rest") return;
  const link = made({
    type: "restsOn",
    id: desk.newId(),
    attributionId: picker.markId,
    targetId: null,
    sourceId: null,
    description: null,
    claimIds: [],
    kind: "relays",
    ...target,
  });
  if (desk.run([link])) desk.patch({ picker: null });
}

/** `Shift+F`: whether what the current attribution rests on is passed on or analysed, the other way round. */
export function switchRest(desk: Desk) {
  const links = desk.current?.restsOn ?? [];
  if (links.length === 0) return desk.say(`It rests on nothing yet: press ${desk.keyOf("rest")}.`);
  const kind = links.some((link) => link.kind === "relays") ? "analyses" : "relays";
  if (desk.run(links.map((link) => changed(link, { kind })))) desk.say(labelOf(kind));
}

/** The claims that a link holds for after one of those carried was ticked or not; all of them is said as none named. */
export function claimsFor(
  link: RestsOnDto,
  carried: readonly string[],
  claimId: string,
  isTicked: boolean,
): string[] {
  const now = carried.filter((id) => link.claimIds.length === 0 || link.claimIds.includes(id));
  const next = carried.filter((id) => (id === claimId ? isTicked : now.includes(id)));
  return next.length === carried.length ? [] : next;
}
