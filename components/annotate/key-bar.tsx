import type { Desk, Picker } from "@/components/annotate/desk-state";
import { stacksOf } from "@/components/annotate/layer-model";
import { KeyHint } from "@/components/ui/kbd";
import { validShortcuts } from "@/lib/shortcuts/keymap";
import { isSameSpan } from "@/lib/text/span";

const stepping: readonly Picker["type"][] = ["link", "nest", "rest"];
const choosing: readonly Picker["type"][] = ["twin", ...stepping];

/** The keys that mean something now, and what the last one came to. */
export function KeyBar({ desk }: { desk: Desk }) {
  const { ui, current, view } = desk;
  const stacks = stacksOf(view.model);
  const span = ui.cursor?.span;
  const keys = validShortcuts(desk.shortcuts, {
    kind: current?.annotation.kind ?? null,
    hasSelection: Boolean(span && !current?.annotation.spans.some((one) => isSameSpan(one, span))),
    hasProposal: ui.proposal !== null,
    isEditable: desk.isEditable,
    kinds: view.model.kinds,
    canUndo: stacks.undo.length > 0,
    canRedo: stacks.redo.length > 0,
    picker: ui.picker !== null,
    lacksClaim:
      current?.annotation.kind === "attribution" &&
      current.claimLinks.length === 0 &&
      desk.marks.some((mark) => mark.annotation.kind === "claim"),
    hasSuggestions: desk.suggestions.length > 0,
  });
  return (
    <div className="flex h-9 items-center gap-4 overflow-hidden border-t border-border bg-surface px-4 max-md:hidden">
      {ui.notice && (
        <p
          role="status"
          className={`max-w-[60%] shrink-0 truncate text-sm ${ui.notice.tone === "danger" ? "text-danger" : "text-ink"}`}
          title={ui.notice.text}
        >
          {ui.notice.text}
        </p>
      )}
      <div className="flex h-9 min-w-0 flex-wrap items-center gap-x-4 overflow-hidden">
        {ui.picker && (
          <>
            {ui.picker.type === "twin" && <KeyHint keys={["↓", "↑"]}>Compare</KeyHint>}
            {stepping.includes(ui.picker.type) && <KeyHint keys={["↓", "↑"]}>Move</KeyHint>}
            {choosing.includes(ui.picker.type) && <KeyHint keys={["1–9"]}>Choose</KeyHint>}
            {"at" in ui.picker && ui.picker.at !== null && <KeyHint keys={["Enter"]}>Take</KeyHint>}
            <KeyHint keys={["Esc"]}>Leave</KeyHint>
          </>
        )}
        {ui.aim && (
          <>
            <KeyHint keys={["←", "→"]}>Move</KeyHint>
            <KeyHint keys={["⇧ →"]}>Stretch</KeyHint>
            <KeyHint keys={["Enter"]}>Take as {ui.aim}</KeyHint>
            <KeyHint keys={["Esc"]}>Leave</KeyHint>
          </>
        )}
        {!ui.aim &&
          keys.map((shortcut) => (
            <span key={shortcut.action} className="flex h-9 items-center">
              <KeyHint keys={[shortcut.shown ?? desk.keyOf(shortcut.action)]}>{shortcut.label}</KeyHint>
            </span>
          ))}
      </div>
    </div>
  );
}
