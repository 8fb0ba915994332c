import { Kbd } from "@/components/ui/kbd";
import type { SourceSuggestions } from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

type Suggestion = SourceSuggestions["items"][number];

/** Sources that may be meant, each under its digit, with why it is offered. */
export function SuggestionList({
  items,
  onChoose,
}: {
  items: readonly Suggestion[];
  onChoose: (source: Suggestion) => void;
}) {
  return (
    <ol aria-label="Suggested sources" className="flex flex-col gap-1">
      {items.map((source, place) => (
        <li key={source.id}>
          <button
            type="button"
            onClick={() => onChoose(source)}
            className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-hover"
          >
            <Kbd>{place + 1}</Kbd>
            <span className="min-w-0 grow">
              <span className="block truncate">{source.name}</span>
              <span className="block truncate text-xs text-ink-muted">{reasonOf(source)}</span>
            </span>
            <span className="shrink-0 text-ink-muted">
              {labelOf(source.kind)}
              {source.isProposal && ", proposed"}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function reasonOf({ why, matched, name }: Suggestion): string {
  if (why === "same-words") return "These words meant it nearby";
  if (why === "here") return "In this article";
  if (why === "is") return "This very name";
  if (why === "like") return matched === name ? "Resembles it" : `Resembles “${matched}”`;
  return why === "name" ? `Also called “${matched}”` : `${labelOf(why)}: “${matched}”`;
}
