import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { type AttributeDefinition, attributeTypeTerms, hasChoices, nameOf } from "@/lib/attributes/schema";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

type Definitions = readonly AttributeDefinition[];

/** The attributes kind by kind in the order in which they are asked; what was published is retired, never removed. */
export function AttributeList({
  definitions,
  published,
  onChange,
  onEdit,
}: {
  definitions: Definitions;
  published: Definitions;
  onChange: (next: Definitions) => void;
  onEdit: (definition: AttributeDefinition) => void;
}) {
  return (
    <div className="flex flex-col gap-5">
      {annotationKinds.map((kind) => {
        const own = definitions.filter((one) => one.kind === kind);
        if (own.length === 0) return null;
        return (
          <Card key={kind} title={`${labelOf(kind)}s`} isFlush>
            <ol aria-label={`${labelOf(kind)}s`} className="divide-y divide-border border-t border-border">
              {own.map((one, at) => (
                <Row
                  key={nameOf(one)}
                  definition={one}
                  isPublished={published.some((old) => nameOf(old) === nameOf(one))}
                  onEdit={() => onEdit(one)}
                  onRetire={(isRetired) =>
                    onChange(definitions.map((old) => (old === one ? { ...one, isRetired } : old)))
                  }
                  onRemove={() => onChange(definitions.filter((old) => old !== one))}
                  onUp={at > 0 ? () => onChange(swapped(definitions, one, own[at - 1])) : null}
                  onDown={at + 1 < own.length ? () => onChange(swapped(definitions, one, own[at + 1])) : null}
                />
              ))}
            </ol>
          </Card>
        );
      })}
    </div>
  );
}

function swapped(all: Definitions, a: AttributeDefinition, b: AttributeDefinition | undefined): Definitions {
  return b ? all.map((one) => (one === a ? b : one === b ? a : one)) : all;
}

function Row({
  definition,
  isPublished,
  onEdit,
  onRetire,
  onRemove,
  onUp,
  onDown,
}: {
  definition: AttributeDefinition;
  isPublished: boolean;
  onEdit: () => void;
  onRetire: (isRetired: boolean) => void;
  onRemove: () => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  const { label, key, isRetired, isRequired } = definition;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
      <div className="min-w-48 grow">
        <p className="flex flex-wrap items-center gap-2">
          <span className={isRetired ? "text-ink-muted" : "font-medium"}>{label}</span>
          <code className="text-xs text-ink-muted">{key}</code>
          {isRequired && !isRetired && <Badge tone="accent">Required</Badge>}
          {isRetired && <Badge>Retired</Badge>}
          {!isPublished && <Badge tone="warning">New</Badge>}
        </p>
        <p className="mt-0.5 text-sm text-ink-muted break-words">{summaryOf(definition)}</p>
      </div>
      <div className="flex items-center">
        <IconButton
          label={`${label}: earlier`}
          size="sm"
          icon={<ArrowUp />}
          disabled={!onUp}
          onClick={() => onUp?.()}
        />
        <IconButton
          label={`${label}: later`}
          size="sm"
          icon={<ArrowDown />}
          disabled={!onDown}
          onClick={() => onDown?.()}
        />
        <IconButton label={`Edit ${label}`} size="sm" icon={<Pencil />} onClick={onEdit} />
        {isPublished ? (
          <IconButton
            label={isRetired ? `Ask ${label} again` : `Retire ${label}`}
            size="sm"
            icon={isRetired ? <ArchiveRestore /> : <Archive />}
            onClick={() => onRetire(!isRetired)}
          />
        ) : (
          <IconButton label={`Remove ${label}`} size="sm" icon={<Trash2 />} onClick={onRemove} />
        )}
      </div>
    </li>
  );
}

function summaryOf(definition: AttributeDefinition): string {
  const { type, min, max, unit, isOrdered } = definition;
  const type1 = attributeTypeTerms[type].label;
  if (hasChoices(definition)) {
    const open = definition.choices.filter((choice) => !choice.isRetired).map((choice) => choice.label);
    const retired = definition.choices.length - open.length;
    return `${type1}${isOrdered ? ", in a rank" : ""}: ${open.join(", ")}${retired > 0 ? ` (${retired} retired)` : ""}`;
  }
  if (type !== "number") return type1;
  const bounds = min === null && max === null ? "" : ` from ${min ?? "…"} to ${max ?? "…"}`;
  return `${type1}${bounds}${unit ? ` in ${unit}` : ""}`;
}
