import { marksAddress } from "@/components/marks/marks-address";
import { SourceFilter } from "@/components/sources/source-filter";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { type AttributeDefinition, hasChoices, nameOf } from "@/lib/attributes/schema";
import { type MarkChoices, type MarkFilter, markAttributes } from "@/lib/marks/schema";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

const selectClass = "w-40 max-md:w-[calc(50%-0.25rem)]";

/** The options of every attribute's values, as name=value, in groups. */
export function ValueOptions({ attributes }: { attributes: readonly AttributeDefinition[] }) {
  return (
    <>
      {Object.entries(markAttributes).map(([name, { label, values }]) => (
        <optgroup key={name} label={label}>
          {values.map((value) => (
            <option key={value} value={`${name}=${value}`}>
              {labelOf(value)}
            </option>
          ))}
        </optgroup>
      ))}
      {attributes.filter(hasChoices).map((one) => (
        <optgroup key={nameOf(one)} label={`${labelOf(one.kind)}: ${one.label}`}>
          {one.choices.map((choice) => (
            <option key={choice.key} value={`${one.key}=${choice.key}`}>
              {choice.label}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

/** The concordance's filters and order: a form that makes an address. */
export function MarksFilters({
  slug,
  filter,
  choices,
}: {
  slug: string;
  filter: MarkFilter;
  choices: MarkChoices & { mayAct: boolean };
}) {
  const { scope, sort, at: _at, ...narrowed } = filter;
  const isNarrowed = Object.values(narrowed).some((value) => value !== undefined);
  return (
    <form
      key={JSON.stringify(filter)}
      action={marksAddress(slug, {})}
      aria-label="Filters and order"
      className="mb-4 flex flex-wrap items-center gap-2"
    >
      {choices.mayAct && (
        <Select name="scope" aria-label="Layer" defaultValue={scope} className={selectClass}>
          <option value="final">Final layers</option>
          <option value="people">Annotators' layers</option>
        </Select>
      )}
      <Select name="kind" aria-label="Kind" defaultValue={filter.kind ?? ""} className={selectClass}>
        <option value="">Kind: any</option>
        {annotationKinds.map((kind) => (
          <option key={kind} value={kind}>
            {labelOf(kind)}
          </option>
        ))}
      </Select>
      <Select name="value" aria-label="Attribute" defaultValue={filter.value ?? ""} className={selectClass}>
        <option value="">Attribute: any</option>
        <ValueOptions attributes={choices.attributes} />
      </Select>
      <TextInput
        name="cue"
        aria-label="Cue"
        placeholder="Cue, such as said"
        defaultValue={filter.cue}
        maxLength={100}
        className="w-40! max-md:w-[calc(50%-0.25rem)]!"
      />
      <SourceFilter
        name="source"
        label="Source"
        chosen={filter.source ? (choices.source ?? { id: filter.source, name: "One not in view" }) : null}
      />
      {scope === "people" && (
        <Select
          name="person"
          aria-label="Annotator"
          defaultValue={filter.person ?? ""}
          className={selectClass}
        >
          <option value="">Annotator: any</option>
          {choices.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Select
        name="guideline"
        aria-label="Guideline"
        defaultValue={filter.guideline ?? ""}
        className={selectClass}
      >
        <option value="">Guideline: any</option>
        {choices.guidelines.map(({ id, number }) => (
          <option key={id} value={id}>
            Version {number}
          </option>
        ))}
      </Select>
      {filter.before !== undefined && (
        <Select
          name="before"
          aria-label="Older guidelines"
          defaultValue={String(filter.before)}
          className={selectClass}
        >
          <option value="">Before: any</option>
          <option value={String(filter.before)}>Before version {filter.before}</option>
        </Select>
      )}
      <Select
        name="sort"
        aria-label="Order"
        defaultValue={sort}
        className="w-44 max-md:w-[calc(50%-0.25rem)]"
      >
        <option value="position">As in the articles</option>
        <option value="left">By the words before</option>
        <option value="right">By the words after</option>
      </Select>
      <Button type="submit">Show</Button>
      {isNarrowed && (
        <Link href={marksAddress(slug, { scope, sort })} className="link px-1 text-sm">
          Clear
        </Link>
      )}
    </form>
  );
}
