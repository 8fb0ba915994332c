import { Crosshair, X } from "lucide-react";
import { AttributeSelect } from "@/components/annotate/attribute-select";
import type { Desk } from "@/components/annotate/desk-state";
import { attributeOf, type Mark, shorten, wordsOf } from "@/components/annotate/marks";
import { selectMark } from "@/components/annotate/move-actions";
import { changed, clearRole, deleted, setAttribute } from "@/components/annotate/operations";
import { perform } from "@/components/annotate/perform";
import { RestFields } from "@/components/annotate/rest-fields";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { attributionTypes, labelOf, quoteTypes, sourceKindsInText } from "@/lib/vocabulary";

const roles = ["source", "cue", "content"] as const;

/** The open fields of an attribution: its three roles, who the source is, and what kind of saying it is. */
export function AttributionFields({
  desk,
  mark,
  sourceNames,
}: {
  desk: Desk;
  mark: Mark;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const { annotation } = mark;
  const isDisabled = !desk.isEditable;
  const proposal = desk.ui.proposal?.markId === annotation.id ? desk.ui.proposal : null;
  const outer = desk.marks.find((one) => one.annotation.id === annotation.nestedInId);
  return (
    <>
      {proposal && (
        <div className="flex items-center gap-2 rounded-md bg-accent-soft px-2.5 py-1.5 text-sm">
          <span className="grow">Source and cue are proposed, dotted in the text.</span>
          <Button size="sm" variant="primary" onClick={() => perform(desk, ["take"])}>
            Take
          </Button>
        </div>
      )}
      <dl className="flex flex-col gap-1">
        {roles.map((role) => {
          const words = wordsOf(annotation, role);
          const clear = clearRole(annotation, role);
          return (
            <div key={role} className="grid grid-cols-[4rem_1fr_auto] items-center gap-2">
              <dt className="text-sm text-ink-muted">{labelOf(role)}</dt>
              <dd className="min-w-0 truncate text-sm" title={words} dir="auto">
                {words ? (
                  <span className={`mark mark-attribution-${role}`}>{shorten(words, 60)}</span>
                ) : (
                  <span className="text-ink-muted">not marked</span>
                )}
              </dd>
              <span className="flex">
                <IconButton
                  label={`Set the ${role}`}
                  size="sm"
                  icon={<Crosshair />}
                  disabled={isDisabled}
                  onClick={() => perform(desk, [role])}
                />
                <IconButton
                  label={`Take the ${role} away`}
                  size="sm"
                  icon={<X />}
                  disabled={isDisabled || !words || !clear}
                  onClick={() => clear && desk.run([clear])}
                />
              </span>
            </div>
          );
        })}
      </dl>
      <div className="flex flex-col gap-1">
        <div className="flex items-center justify-between">
          <span className="text-sm font-medium">Who the source is</span>
          <Button
            size="sm"
            variant="ghost"
            data-field="source"
            data-rule="source"
            disabled={isDisabled}
            onClick={() => perform(desk, ["resolve"])}
          >
            {mark.sources.length > 0 ? "Add" : "Resolve"}
          </Button>
        </div>
        {mark.sources.map((link) => (
          <div key={link.id} className="flex items-center gap-2 text-sm">
            <span className="grow truncate">{sourceNames[link.sourceId] ?? "A source of the register"}</span>
            <IconButton
              label="Not this source"
              size="sm"
              icon={<X />}
              disabled={isDisabled}
              onClick={() => desk.run([deleted(link)])}
            />
          </div>
        ))}
      </div>
      <AttributeSelect
        label="Kind of source"
        rule="sourceKind"
        values={sourceKindsInText}
        value={attributeOf(annotation, "sourceKind")}
        isOptional
        isDisabled={isDisabled}
        onChange={(value) => desk.run([setAttribute(annotation, "sourceKind", value)])}
      />
      <AttributeSelect
        label="Quotation"
        rule="quoteType"
        values={quoteTypes}
        value={attributeOf(annotation, "quoteType")}
        isOptional
        isDisabled={isDisabled}
        onChange={(value) => desk.run([setAttribute(annotation, "quoteType", value)])}
      />
      <AttributeSelect
        label="Kind of saying"
        rule="attributionType"
        values={attributionTypes}
        value={attributeOf(annotation, "attributionType")}
        isOptional
        isDisabled={isDisabled}
        onChange={(value) => desk.run([setAttribute(annotation, "attributionType", value)])}
      />
      <RestFields desk={desk} mark={mark} sourceNames={sourceNames} />
      {mark.nested.map((inner) => {
        const own = desk.marks.find((one) => one.annotation.id === inner.id);
        return own ? (
          <p key={inner.id} className="flex items-center gap-2 text-sm">
            <button
              type="button"
              className="link min-w-0 grow truncate text-left"
              onClick={() => selectMark(desk, own)}
            >
              Reports what “{shorten(wordsOf(inner, "source") || wordsOf(inner, "content"), 50)}” says
            </button>
            <IconButton
              label="Does not report this"
              size="sm"
              icon={<X />}
              disabled={isDisabled}
              onClick={() => desk.run([changed(inner, { nestedInId: null })])}
            />
          </p>
        ) : null;
      })}
      {!outer && (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2.5 self-start"
          disabled={isDisabled}
          onClick={() => perform(desk, ["nest"])}
        >
          Nested in another attribution …
        </Button>
      )}
      {outer && (
        <p className="flex items-center gap-2 text-sm">
          <button
            type="button"
            className="link min-w-0 grow truncate text-left"
            onClick={() => selectMark(desk, outer)}
          >
            Reported by “
            {shorten(wordsOf(outer.annotation, "source") || wordsOf(outer.annotation, "content"), 50)}”
          </button>
          <IconButton
            label="Not nested"
            size="sm"
            icon={<X />}
            disabled={isDisabled}
            onClick={() => desk.run([changed(annotation, { nestedInId: null })])}
          />
        </p>
      )}
    </>
  );
}
