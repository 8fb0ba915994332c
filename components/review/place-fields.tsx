import { classNames } from "@/components/ui/class-names";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { type FieldChoice, fieldLabel, fieldsOf, fieldText, marksAt } from "@/lib/review/places";
import type { ReviewLayer, ReviewMark, UnitDto } from "@/lib/review/schema";

/** The badge by which an annotator is known in text, rows and keys. */
export function LayerLetter({ letter, isOn = false }: { letter: string; isOn?: boolean }) {
  return (
    <span
      className={classNames(
        "inline-flex size-5 shrink-0 items-center justify-center rounded-sm border text-xs font-semibold",
        isOn
          ? "border-transparent bg-accent text-on-accent"
          : "border-border-strong bg-surface-raised text-ink-muted",
      )}
    >
      {letter}
    </span>
  );
}

/** What each annotator has in a place: a row a field, those that differ open, the others in one closed list. */
export function PlaceFields({
  unit,
  layers,
  marks,
  attributes,
  chosen,
  activeField,
}: {
  unit: UnitDto;
  layers: readonly ReviewLayer[];
  marks: readonly ReviewMark[];
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  /** While fields are taken one by one: the layer chosen for each differing field so far. */
  chosen: readonly FieldChoice[] | null;
  activeField: string | null;
}) {
  const ownFields = { kind: unit.kind, attributes };
  const textOf = (mark: ReviewMark, field: string) => fieldText(mark, mark.links, field, ownFields);
  const columns = layers.map((layer) => ({ layer, marks: marksAt(unit, layer.id, marks) }));
  const having = columns.filter((column) => column.marks.length > 0);
  const all = having.flatMap((column) => column.marks);
  const isSplit = columns.some((column) => column.marks.length > 1);
  const fields = fieldsOf(all);
  // Of several marks against one the server compares no fields.
  const differs = (field: string) =>
    isSplit ? new Set(all.map((mark) => textOf(mark, field))).size > 1 : unit.differences.includes(field);
  const differing = fields.filter(differs);
  const open = differing.length === 0 ? fields.slice(0, 1) : differing;
  const same = fields.filter(
    (field) => !open.includes(field) && all.some((mark) => textOf(mark, field) !== ""),
  );
  return (
    <div className="flex flex-col gap-4">
      {open.map((field) => (
        <section
          key={field}
          aria-label={fieldLabel(field, ownFields)}
          className={classNames("-mx-2 rounded-md px-2 py-1", field === activeField && "bg-accent-soft")}
        >
          <h3 className="mb-1 text-xs font-medium text-ink-muted">{fieldLabel(field, ownFields)}</h3>
          <ul className="flex flex-col gap-1.5">
            {columns.map(({ layer, marks: own }, column) => (
              <li key={layer.id} className="flex items-start gap-2 text-sm">
                <LayerLetter
                  letter={layer.letter}
                  isOn={chosen !== null && chosen[differing.indexOf(field)] === column}
                />
                <div className="min-w-0 grow pt-px">
                  {own.length === 0 && <span className="text-ink-muted">marked nothing here</span>}
                  {own.map((mark) => (
                    <p key={mark.id} className="line-clamp-4 break-words" dir="auto">
                      {textOf(mark, field) || <span className="text-ink-muted">not said</span>}
                    </p>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {same.length > 0 && (
        <details open={having.length < 2 || undefined}>
          <summary className="rounded-sm text-xs text-ink-muted hover:text-ink">
            {having.length < 2
              ? "Its other fields"
              : `${same.length} ${same.length === 1 ? "field is" : "fields are"} the same`}
          </summary>
          <dl className="mt-2 flex flex-col gap-1 text-sm">
            {same.map((field) => (
              <div key={field} className="flex gap-2">
                <dt className="w-24 shrink-0 text-ink-muted">{fieldLabel(field, ownFields)}</dt>
                <dd className="line-clamp-3 min-w-0 break-words" dir="auto">
                  {all.map((mark) => textOf(mark, field)).find((text) => text !== "")}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
