import type { FormAction } from "@/components/forms/action-form";
import { RemoveButton } from "@/components/sources/remove-button";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { ObservationDto } from "@/lib/observations/schema";

/** What annotators noticed about a source, each pinned to its words. */
export function ObservationList({
  items,
  sourceId,
  remove,
}: {
  items: ObservationDto[];
  sourceId: string;
  remove: FormAction<null>;
}) {
  if (items.length === 0)
    return (
      <p className="text-sm text-ink-muted">
        Nobody has noted anything that you may see. While annotating, select words and press p to pin what you
        notice about a source.
      </p>
    );
  return (
    <ul className="flex flex-col gap-4">
      {items.map((one) => (
        <li key={one.id} className="flex items-start gap-2">
          <div className="min-w-0 grow">
            <p className="text-base">{one.note}</p>
            <p className="text-sm text-ink-muted">
              “{one.quote}”,{" "}
              <Link
                className="link"
                href={`/projects/${one.projectSlug}/annotate/${one.layerId}#at-${one.start}-${one.end}`}
              >
                {one.articleTitle}
              </Link>
            </p>
            <p className="text-sm text-ink-muted">
              {one.isMine ? "You" : one.authorName}, <Time value={one.createdAt} />
              {one.sourceId !== sourceId && <>, about {one.sourceName}</>}
            </p>
          </div>
          {one.isMine && (
            <RemoveButton
              label={`Take back: ${one.note}`}
              action={remove}
              hidden={{ sourceId: one.sourceId, observationId: one.id }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
