import type { Desk, Picker } from "@/components/annotate/desk-state";
import { chooseMark } from "@/components/annotate/link-actions";
import { MarkSentence } from "@/components/annotate/mark-sentence";
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
      <ol className="flex flex-col gap-2">
        {picker.options.map((id, place) => {
          const mark = desk.marks.find((one) => one.annotation.id === id);
          return mark ? (
            <li key={id}>
              <button
                type="button"
                onClick={() => chooseMark(desk, id)}
                className="flex w-full items-start gap-2.5 rounded-md border border-border p-2 text-left hover:border-border-strong hover:bg-surface-hover"
              >
                <Kbd>{place + 1}</Kbd>
                <span className="min-w-0 grow">
                  <MarkSentence mark={mark} marks={desk.marks} sourceNames={sourceNames} />
                </span>
              </button>
            </li>
          ) : null;
        })}
      </ol>
      <Button size="sm" variant="ghost" className="self-start" onClick={() => desk.patch({ picker: null })}>
        Leave <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
