import type { OwnMeasure } from "@/lib/agreement/own-agreement";
import type { AttributeDefinition } from "@/lib/attributes/schema";

/**
 * How agreement on a project's own attributes of a kind of mark is measured, by what each holds: a ranked choice by rank,
 * numbers and days by difference, choices by equality (of several choices the same ones). Words of one's own are not.
 */
export function ownMeasures(definitions: readonly AttributeDefinition[], kind: string): OwnMeasure[] {
  return definitions
    .filter((one) => one.kind === kind && one.type !== "text")
    .map(({ key, label, type, isOrdered, choices }) => ({
      name: key,
      label,
      level:
        type === "number" || type === "date"
          ? "interval"
          : type === "choice" && isOrdered
            ? "ordinal"
            : "nominal",
      ranks: choices.map((choice) => choice.key),
      isDay: type === "date",
    }));
}
