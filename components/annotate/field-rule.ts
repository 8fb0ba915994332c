import type { KeyboardEvent } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { perform } from "@/components/annotate/perform";
import { readAnchor } from "@/lib/guidelines/anchors";
import { actionsOf } from "@/lib/shortcuts/keymap";

/** Where letters are written; elsewhere in the form of a mark a letter means nothing of its own. */
const wording = "textarea, input:not([type=checkbox], [type=radio], [type=date], [inputmode=decimal])";

/** Remembers which field of the current mark has the focus, by the guideline's rule that it names in `data-rule`. */
export function noteField(desk: Desk, target: Element): void {
  const { currentId, field } = desk.ui;
  const anchor = readAnchor(target.closest("[data-rule]")?.getAttribute("data-rule"));
  const next = currentId && anchor ? { markId: currentId, anchor } : null;
  if (next?.anchor !== field?.anchor || next?.markId !== field?.markId) desk.patch({ field: next });
}

/** The key of the guideline, pressed in a field that takes no letters, opens the guideline at the field's rule. */
export function askForRule(desk: Desk, event: KeyboardEvent): void {
  const { target } = event;
  if (event.defaultPrevented || event.altKey || !(target instanceof Element)) return;
  if (target.matches(wording) || !target.closest("[data-rule]")) return;
  const press = { key: event.key, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey, metaKey: event.metaKey };
  if (!actionsOf(desk.shortcuts, press, desk.hasSingleKeys).includes("guideline")) return;
  perform(desk, ["guideline"]);
  event.preventDefault();
}
