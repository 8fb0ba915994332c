import type { Desk, Picker } from "@/components/annotate/desk-state";
import { chooseMark } from "@/components/annotate/link-actions";
import { MarkOptions } from "@/components/annotate/mark-options";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";

/** Marks to link the current one to, the nearest first, each under a digit. */
export function MarkPicker({
  desk,
  picker,
  sourceNames,
}: {
  desk: Desk;
  picker: Extract<Picker, { type: "link" | "nest" }>;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const own = desk.marks.find((mark) => mark.annotation.id === picker.markId);
  const title =
    picker.type === "nest"
      ? "Which attribution reports this one?"
      : own?.annotation.kind === "claim"
        ? "Which attribution carries this claim?"
        : "Which claim does it carry?";
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{title}</h2>
      <MarkOptions
        desk={desk}
        options={picker.options}
        at={picker.at}
        sourceNames={sourceNames}
        onChoose={(id) => chooseMark(desk, id)}
      />
      <Button size="sm" variant="ghost" className="self-start" onClick={() => desk.patch({ picker: null })}>
        Leave <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
