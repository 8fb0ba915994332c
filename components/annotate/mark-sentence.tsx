import { marksById } from "@/components/annotate/mark-lookup";
import { attributeOf, type Mark, shorten, wordsOf } from "@/components/annotate/marks";
import type { AnnotationDto, RestsOnDto } from "@/lib/layers/schema";
import { labelOf } from "@/lib/vocabulary";

function restWords(
  link: RestsOnDto,
  find: (id: string) => AnnotationDto | undefined,
  sourceNames: Readonly<Record<string, string>>,
): string {
  const target = link.targetId ? find(link.targetId) : undefined;
  const words = target
    ? wordsOf(target, "source") || "somebody without a name"
    : link.sourceId
      ? (sourceNames[link.sourceId] ?? "a source")
      : (link.description ?? "");
  return `${link.kind === "relays" ? "passed on from" : "analysing"} ${shorten(words, 50)}`;
}

/** A mark in one sentence, each part under the line that draws it in the text. */
export function MarkSentence({
  mark,
  marks,
  sourceNames,
}: {
  mark: Mark;
  marks: readonly Mark[];
  sourceNames: Readonly<Record<string, string>>;
}) {
  const { annotation } = mark;
  const find = (id: string) => marksById(marks).get(id)?.annotation;
  if (annotation.kind === "attribution") {
    const source = wordsOf(annotation, "source");
    const cue = wordsOf(annotation, "cue");
    const names = mark.sources
      .map((link) => sourceNames[link.sourceId] ?? "a source")
      .filter((name) => name !== source);
    const claims = mark.claimLinks.flatMap((link) => {
      const claim = find(link.claimId);
      return claim ? [{ link, words: wordsOf(claim, "body") }] : [];
    });
    return (
      <p className="text-base leading-relaxed">
        {source ? (
          <span className="mark mark-attribution-source">{shorten(source, 60)}</span>
        ) : (
          <em className="text-ink-muted">
            {attributeOf(annotation, "sourceKind") === "unspecified" ? "nobody named" : "no source yet"}
          </em>
        )}
        {names.length > 0 && <span className="text-ink-muted"> ({names.join(", ")})</span>}
        {source || cue ? " " : ", "}
        {cue ? (
          <span className="mark mark-attribution-cue">{cue}</span>
        ) : (
          <em className="text-ink-muted">no cue</em>
        )}{" "}
        {claims.length === 0 && (
          <span className="mark mark-attribution-content">
            {shorten(wordsOf(annotation, "content"), 120)}
          </span>
        )}
        {claims.map(({ link, words }) => (
          <span key={link.id}>
            → {link.stance === "asserts" ? "" : `${labelOf(link.stance).toLowerCase()} `}claim{" "}
            <span className="mark mark-claim">{shorten(words, 100)}</span>{" "}
          </span>
        ))}
        {mark.restsOn.length > 0 && (
          <span className="text-ink-muted">
            ({mark.restsOn.map((link) => restWords(link, find, sourceNames)).join("; ")})
          </span>
        )}
      </p>
    );
  }
  if (annotation.kind === "duplicate") {
    const twin = mark.reuse[0];
    return (
      <p className="text-base leading-relaxed">
        <span className="mark mark-duplicate">{shorten(wordsOf(annotation, "body"), 100)}</span>{" "}
        {twin ? (
          <>
            ↔ {labelOf(twin.degree).toLowerCase()}: “{shorten(twin.passage.quote, 100)}”
            {mark.reuse.length > 1 && ` and ${mark.reuse.length - 1} more`}
          </>
        ) : (
          <em className="text-ink-muted">no twin yet</em>
        )}
      </p>
    );
  }
  const by = mark.claimLinks.flatMap((link) => {
    const attribution = find(link.attributionId);
    return attribution ? [wordsOf(attribution, "source") || "somebody unnamed"] : [];
  });
  const origin = attributeOf(annotation, "origin") ?? "none-given";
  return (
    <p className="text-base leading-relaxed">
      <span className="mark mark-claim">{shorten(wordsOf(annotation, "body"), 140)}</span>{" "}
      <span className="text-ink-muted">
        {by.length > 0
          ? `said by ${by.map((words) => shorten(words, 40)).join("; ")}`
          : labelOf(origin).toLowerCase()}
      </span>
    </p>
  );
}
