import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { labelOf, sourceKinds, termOf } from "@/lib/vocabulary";

/** Name, kind and note of a source. */
export function SourceFields({ source }: { source?: { name: string; kind: string; note: string } }) {
  return (
    <>
      <FormTextInput name="name" label="Name" required defaultValue={source?.name} autoComplete="off" />
      <FormSelect name="kind" label="Kind" required defaultValue={source?.kind ?? ""}>
        <option value="" disabled>
          Choose a kind
        </option>
        {sourceKinds.map((kind) => (
          <option key={kind} value={kind}>
            {labelOf(kind)}: {termOf(kind).help.toLowerCase().replace(/\.$/, "")}
          </option>
        ))}
      </FormSelect>
      <FormTextArea name="note" label="Note" isOptional rows={2} defaultValue={source?.note} />
    </>
  );
}
