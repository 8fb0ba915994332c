import type { Desk, Picker } from "@/components/annotate/desk-state";
import { applyToMentions } from "@/components/annotate/link-actions";
import { MarkSentence } from "@/components/annotate/mark-sentence";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";

/** Offers the answer just given for later mentions with the same words: for each alone, or for all of them. */
export function LaterMentions({
  desk,
  picker,
  sourceNames,
}: {
  desk: Desk;
  picker: Extract<Picker, { type: "later" }>;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const { markIds, name } = picker;
  return (
    <section aria-label="Later mentions" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Use {name} for later mentions here?</h2>
      <p className="text-sm text-ink-muted">
        The same words may mean somebody else further down: look at each, or take all at once.
      </p>
      <ul className="flex flex-col gap-2">
        {markIds.map((id) => {
          const mark = desk.marks.find((one) => one.annotation.id === id);
          return mark ? (
            <li key={id} className="flex items-start gap-2 rounded-md border border-border p-2">
              <span className="min-w-0 grow">
                <MarkSentence mark={mark} marks={desk.marks} sourceNames={sourceNames} />
              </span>
              <Button size="sm" onClick={() => applyToMentions(desk, [id])}>
                Use here
              </Button>
            </li>
          ) : null;
        })}
      </ul>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" autoFocus onClick={() => applyToMentions(desk, markIds)}>
          {markIds.length === 1 ? "Use for it" : `Use for all ${markIds.length}`}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => desk.patch({ picker: null })}>
          Leave <Kbd>Esc</Kbd>
        </Button>
      </div>
    </section>
  );
}
