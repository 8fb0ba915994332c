import { AttributeSelect } from "@/components/annotate/attribute-select";
import type { Desk } from "@/components/annotate/desk-state";
import { attributeOf, type Mark } from "@/components/annotate/marks";
import { setAttribute } from "@/components/annotate/operations";
import { QuantityFields } from "@/components/annotate/quantity-fields";
import { claimAttributes } from "@/lib/layers/schema";
import { claimKinds, claimOrigins } from "@/lib/vocabulary";

/** The open fields of a claim: its kind, its origin, its numbers. */
export function ClaimFields({ desk, mark }: { desk: Desk; mark: Mark }) {
  const { annotation } = mark;
  const isDisabled = !desk.isEditable;
  const parsed = claimAttributes.safeParse(annotation.attributes);
  return (
    <>
      <AttributeSelect
        label="Kind"
        rule="kind"
        values={claimKinds}
        value={attributeOf(annotation, "kind") ?? "factual"}
        isDisabled={isDisabled}
        onChange={(value) => desk.run([setAttribute(annotation, "kind", value)])}
      />
      <AttributeSelect
        label="Origin"
        rule="origin"
        values={claimOrigins}
        value={attributeOf(annotation, "origin") ?? "none-given"}
        isDisabled={isDisabled}
        onChange={(value) => desk.run([setAttribute(annotation, "origin", value)])}
      />
      <QuantityFields
        quantities={parsed.success ? parsed.data.quantities : []}
        isDisabled={isDisabled}
        onChange={(quantities) => desk.run([setAttribute(annotation, "quantities", quantities)])}
      />
    </>
  );
}
