import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import type { AnnotationDto } from "@/lib/layers/schema";
import type { OutcomeDto } from "@/lib/review/outcome-queries";
import { fieldLabel, fieldText } from "@/lib/review/places";
import { labelOf } from "@/lib/vocabulary";

type Place = OutcomeDto["places"][number];

/** One place of an outcome: the words, what differs from the final mark, and the reviewer's reason and comment. */
export function OutcomePlaceCard({
  place,
  attributes,
  isOwn,
  children,
}: {
  place: Place;
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  isOwn: boolean;
  children?: ReactNode;
}) {
  const mark = place.own[0] ?? place.final[0];
  const { word } = place;
  const own = { kind: mark?.kind ?? "", attributes };
  const isSplit = place.changed.includes("split");
  const ids = new Set([...place.final, ...place.own].map(({ id }) => id));
  const [first = place.key, ...others] = ids;
  return (
    <li
      id={`mark-${first}`}
      className="scroll-mt-24 rounded-md border border-border bg-surface p-3 text-sm data-named:bg-lit"
    >
      {others.map((id) => (
        <span key={id} id={`mark-${id}`} className="block scroll-mt-28" />
      ))}
      <p className="flex flex-wrap items-center gap-2">
        {mark && <Badge>{labelOf(mark.kind)}</Badge>}
        {word?.reason && <span className="font-medium">{labelOf(word.reason)}</span>}
      </p>
      <p className="mt-1.5 line-clamp-4 break-words" dir="auto">
        {wordsOf(place.own.length > 0 ? place.own : place.final)}
      </p>
      {place.changed.length > 0 && (
        <dl className="mt-2 flex flex-col gap-1.5 border-t border-border pt-2">
          {isSplit ? (
            <Change label="Parts" own={wordsOf(place.own)} final={wordsOf(place.final)} isOwn={isOwn} />
          ) : (
            place.changed.map((field) => (
              <Change
                key={field}
                label={fieldLabel(field, own)}
                own={place.own[0] ? fieldText(place.own[0], place.ownLinks, field, own) : ""}
                final={place.final[0] ? fieldText(place.final[0], place.finalLinks, field, own) : ""}
                isOwn={isOwn}
              />
            ))
          )}
        </dl>
      )}
      {word?.comment && (
        <blockquote className="mt-2 border-l-2 border-border-strong pl-3 break-words" dir="auto">
          <span className="block text-xs text-ink-muted">The reviewer says</span>
          {word.comment}
        </blockquote>
      )}
      {children}
    </li>
  );
}

function Change({ label, own, final, isOwn }: { label: string; own: string; final: string; isOwn: boolean }) {
  return (
    <div>
      <dt className="text-xs text-ink-muted">{label}</dt>
      <dd className="flex flex-col gap-0.5">
        <span className="line-clamp-3 break-words text-ink-muted" dir="auto">
          <span className="sr-only">{isOwn ? "Yours" : "Marked"}: </span>
          <del>{own || "not said"}</del>
        </span>
        <span className="line-clamp-3 break-words" dir="auto">
          <span className="sr-only">Final: </span>
          <ins className="no-underline">{final || "not said"}</ins>
        </span>
      </dd>
    </div>
  );
}

/** The words of marks as one line. */
export function wordsOf(marks: readonly AnnotationDto[]): string {
  return marks
    .map((mark) =>
      mark.spans
        .filter((span) => span.role === "content" || span.role === "body")
        .map((span) => span.quote)
        .join(" … "),
    )
    .join(" | ");
}
