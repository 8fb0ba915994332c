import { SourceLink } from "@/components/sources/source-link";
import { Time } from "@/components/ui/time";
import type { SourceEventDto } from "@/lib/sources/schema";

const labels: Record<string, string> = {
  "source.created": "Added",
  "source.proposed": "Proposed",
  "source.registered": "Registered",
  "source.refused": "Refused",
  "source.edited": "Changed",
  "source.merged": "Merged into",
  "source.unmerged": "Un-merged from",
  "source.took-in": "Took in by a merge",
  "source.let-go": "Let go by an un-merge",
  "source.alias-added": "Name added",
  "source.alias-removed": "Name removed",
  "source.domain-added": "Domain added",
  "source.domain-removed": "Domain removed",
  "source.affiliation-added": "Belongs to",
  "source.affiliation-changed": "Dates changed: belongs to",
  "source.affiliation-removed": "No longer belongs to",
};

/** What happened to a source's entry: who, when, and why where it was said. */
export function HistoryList({ items }: { items: SourceEventDto[] }) {
  if (items.length === 0)
    return <p className="text-sm text-ink-muted">Nothing has changed since it was added.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {items.map((event) => (
        <li key={event.id} className="text-base">
          <span className="font-medium">{labels[event.type] ?? event.type}</span>{" "}
          {event.other && <SourceLink id={event.other.id} name={event.other.name} />}
          {event.other && event.detail ? ": " : ""}
          {event.detail}
          <span className="block text-sm text-ink-muted">
            {event.actorName}, <Time value={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
