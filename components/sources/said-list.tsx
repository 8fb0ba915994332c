import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { SourceAttributionDto } from "@/lib/sources/schema";

/** What is attributed to a source, each with its words and the way to them. */
export function SaidList({ items }: { items: SourceAttributionDto[] }) {
  if (items.length === 0)
    return (
      <p className="text-sm text-ink-muted">
        Nothing yet. It fills when somebody resolves an attribution to this source and its review is finished.
        What others have not finished never shows here.
      </p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {items.map((one) => (
        <li key={one.annotationId} className="text-base">
          <p>
            <span className="text-kind-attribution-source">{one.source || "—"}</span>{" "}
            <span className="text-kind-attribution-cue italic">{one.cue}</span>{" "}
            <span>{inQuotes(one.content)}</span>
          </p>
          <p className="text-sm text-ink-muted">
            <Link
              className="link"
              href={`/projects/${one.projectSlug}/annotate/${one.layerId}#mark-${one.annotationId}`}
            >
              {one.articleTitle}
            </Link>{" "}
            {!one.isFinal && <Badge>Your own work</Badge>}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Words in quotation marks; those that bring marks of their own get no second pair. */
function inQuotes(words: string): string {
  return /^["“„«‹「]/u.test(words) ? words : `“${words}”`;
}
