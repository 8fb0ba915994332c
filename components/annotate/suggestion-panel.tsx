import { useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { shorten } from "@/components/annotate/marks";
import {
  acceptFrom,
  acceptSuggestion,
  amendSuggestion,
  rejectSuggestion,
  selectSuggestion,
} from "@/components/annotate/suggestion-actions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import { suggestionsFrom } from "@/lib/suggestions/accept";
import type { SuggestionDto } from "@/lib/suggestions/schema";
import { labelOf } from "@/lib/vocabulary";

const thresholds = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5];

/** What programs suggest for this text and nobody has answered: one by one by key, or all from a score on. */
export function SuggestionPanel({ desk }: { desk: Desk }) {
  if (desk.suggestionsShow === "after-first-pass") return <FirstPass desk={desk} />;
  if (!desk.isEditable)
    return <p className="px-3 py-3 text-sm text-ink-muted">Suggestions are answered while you annotate.</p>;
  if (desk.suggestions.length === 0)
    return (
      <p className="px-3 py-3 text-sm text-ink-muted">
        {desk.allSuggestions.length > 0
          ? "Every suggestion is answered. Undo brings the last one back."
          : "No program suggests anything for this article. Mark it as usual."}
      </p>
    );
  return (
    <>
      <p className="px-3 pt-2 text-xs leading-5 text-ink-muted">
        <Kbd>{desk.keyOf("next-suggestion")}</Kbd> goes to the next. None counts as your work until you accept
        it.
      </p>
      <AcceptFrom desk={desk} />
      <ol aria-label="Suggestions" className="py-1">
        {desk.suggestions.map((one) => (
          <Row key={one.id} desk={desk} suggestion={one} />
        ))}
      </ol>
    </>
  );
}

function FirstPass({ desk }: { desk: Desk }) {
  return (
    <div className="flex flex-col items-start gap-3 px-3 py-3 text-sm">
      <p>Go through the text by yourself first. Then programs' suggestions can be shown beside your marks.</p>
      <Button disabled={!desk.isEditable} onClick={desk.finishFirstPass}>
        I have read it: show suggestions
      </Button>
      <p className="text-xs text-ink-muted">
        It is recorded that you asked, and what you had marked by then.
      </p>
    </div>
  );
}

function AcceptFrom({ desk }: { desk: Desk }) {
  const [least, setLeast] = useState(0.9);
  if (desk.suggestions.every(({ score }) => score === null)) return null;
  const count = suggestionsFrom(desk.suggestions, least).length;
  return (
    <div className="flex items-end gap-2 border-b border-border px-3 py-2">
      <Field label="Score at least">
        {(field) => (
          <Select {...field} value={least} onChange={(event) => setLeast(Number(event.target.value))}>
            {thresholds.map((value) => (
              <option key={value} value={value}>
                {value.toFixed(2)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button disabled={count === 0} onClick={() => acceptFrom(desk, least)}>
        Accept {count} of {desk.suggestions.length}
      </Button>
    </div>
  );
}

function Row({ desk, suggestion }: { desk: Desk; suggestion: SuggestionDto }) {
  const isCurrent = desk.ui.suggestionId === suggestion.id;
  const main = suggestion.spans.filter(({ role }) => role === "body" || role === "content");
  return (
    <li data-current={isCurrent || undefined} className="data-current:bg-accent-soft">
      <button
        type="button"
        aria-current={isCurrent || undefined}
        onClick={() => selectSuggestion(desk, suggestion)}
        className="flex w-full flex-col px-3 py-1.5 text-left text-sm hover:bg-surface-hover"
      >
        <span className="flex w-full items-baseline gap-2">
          <span className="grow">{labelOf(suggestion.kind)}</span>
          {suggestion.score !== null && (
            <span className="text-xs text-ink-muted tabular-nums">{suggestion.score.toFixed(2)}</span>
          )}
        </span>
        <span className="w-full text-ink-muted">
          {shorten(main.map(({ quote }) => quote).join(" … "), isCurrent ? 160 : 60)}
        </span>
        {isCurrent && (
          <span className="w-full text-xs text-ink-muted">
            By {suggestion.producer} {suggestion.version}
          </span>
        )}
      </button>
      {isCurrent && (
        <div className="flex flex-wrap gap-1.5 px-3 pb-2">
          <Button size="sm" variant="primary" onClick={() => acceptSuggestion(desk)}>
            Accept <Kbd>{desk.keyOf("accept-suggestion")}</Kbd>
          </Button>
          <Button size="sm" onClick={() => amendSuggestion(desk)}>
            Amend <Kbd>{desk.keyOf("amend-suggestion")}</Kbd>
          </Button>
          <Button size="sm" onClick={() => rejectSuggestion(desk)}>
            Reject <Kbd>{desk.keyOf("reject-suggestion")}</Kbd>
          </Button>
        </div>
      )}
    </li>
  );
}
