import { Plus, Trash2 } from "lucide-react";
import { SavedText } from "@/components/annotate/saved-text";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { Quantity } from "@/lib/layers/schema";
import { qualifierLabels, quantityQualifiers } from "@/lib/vocabulary";

const empty: Quantity = {
  counted: "",
  min: null,
  max: null,
  unit: "",
  qualifier: "exact",
  words: "",
  asOf: "",
  method: "",
};

/** The numbers of a claim, one card each: qualifier, value or range, unit, what is counted, as of when, how it was counted. */
export function QuantityFields({
  quantities,
  isDisabled,
  onChange,
}: {
  quantities: readonly Quantity[];
  isDisabled: boolean;
  onChange: (quantities: Quantity[]) => void;
}) {
  const set = (place: number, part: Partial<Quantity>) =>
    onChange(quantities.map((quantity, at) => (at === place ? { ...quantity, ...part } : quantity)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Quantities</legend>
      {quantities.map((quantity, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a quantity has no name of its own, only its place
        <div key={place} className="grid grid-cols-2 gap-1.5 rounded-md border border-border p-2">
          <div className="col-span-2 flex items-center gap-1.5">
            <div className="grow">
              <Select
                aria-label="Qualifier"
                data-field="quantity"
                value={quantity.qualifier}
                disabled={isDisabled}
                onChange={(event) => {
                  const qualifier = quantityQualifiers.find((one) => one === event.target.value);
                  if (qualifier) set(place, { qualifier, ...boundsFor(qualifier, quantity) });
                }}
              >
                {quantityQualifiers.map((code) => (
                  <option key={code} value={code}>
                    {qualifierLabels[code]}
                  </option>
                ))}
              </Select>
            </div>
            {quantity.words && (
              <span className="max-w-32 truncate text-xs text-ink-muted" title={quantity.words}>
                “{quantity.words}”
              </span>
            )}
            <IconButton
              label="Remove this quantity"
              size="sm"
              icon={<Trash2 />}
              disabled={isDisabled}
              onClick={() => onChange(quantities.filter((_, at) => at !== place))}
            />
          </div>
          {quantity.qualifier === "range" || quantity.qualifier === "vague" ? (
            <>
              <NumberText
                label="From"
                value={quantity.min}
                isDisabled={isDisabled}
                onSave={(min) => set(place, { min })}
              />
              <NumberText
                label="To"
                value={quantity.max}
                isDisabled={isDisabled}
                onSave={(max) => set(place, { max })}
              />
            </>
          ) : (
            <NumberText
              label="Value"
              value={quantity.min ?? quantity.max}
              isDisabled={isDisabled}
              onSave={(value) => set(place, boundsFor(quantity.qualifier, { min: value, max: value }))}
            />
          )}
          {(["unit", "counted", "asOf", "method"] as const).map((name) => (
            <SavedText
              key={name}
              label={{ unit: "Unit", counted: "What is counted", asOf: "As of", method: "How counted" }[name]}
              isLabelHidden
              value={quantity[name]}
              isDisabled={isDisabled}
              onSave={(value) => set(place, { [name]: value })}
            />
          ))}
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        icon={<Plus />}
        disabled={isDisabled}
        data-field={quantities.length === 0 ? "quantity" : undefined}
        className="-ml-2.5 self-start"
        onClick={() => onChange([...quantities, empty])}
      >
        Add a quantity
      </Button>
    </fieldset>
  );
}

function NumberText({
  label,
  value,
  isDisabled,
  onSave,
}: {
  label: string;
  value: number | null;
  isDisabled: boolean;
  onSave: (value: number | null) => void;
}) {
  return (
    <SavedText
      label={label}
      isLabelHidden
      inputMode="decimal"
      value={value === null ? "" : String(value)}
      isDisabled={isDisabled}
      onSave={(typed) => {
        const number = Number(typed.replaceAll(/[\s’_]/g, "").replace(",", "."));
        onSave(typed.trim() === "" || !Number.isFinite(number) ? null : number);
      }}
    />
  );
}

/** Lower and upper bound of one value under a qualifier: "at least" has no upper one, "at most" no lower one. */
function boundsFor(
  qualifier: Quantity["qualifier"],
  { min, max }: Pick<Quantity, "min" | "max">,
): Pick<Quantity, "min" | "max"> {
  const value = min ?? max;
  if (qualifier === "range" || qualifier === "vague") return { min, max };
  if (qualifier === "at-most") return { min: null, max: value };
  if (qualifier === "at-least" || qualifier === "more-than") return { min: value, max: null };
  return { min: value, max: value };
}
