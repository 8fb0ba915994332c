import { isDifference } from "@/lib/agreement/differences";
import { figure, figureRange } from "@/lib/agreement/pair-agreement";
import { attributeName } from "@/lib/project-agreement/measures";
import type { MeasureDto } from "@/lib/project-agreement/schema";
import { labelOf } from "@/lib/vocabulary";

/** What two people did at a place that stands under a reason (see differencesOf), in a sentence without a full stop. */
export function describeReason(reason: string, first: string, second: string): string {
  const [sort = "", ...rest] = reason.split(":");
  if (reason === "half") return "The same place, by half or more";
  if (reason === "link") return "Linked to a claim by either of them";
  if (sort === "value" && rest.length === 1) {
    const [name = ""] = rest;
    return name.endsWith("=")
      ? `Both gave the same ${attributeName(name.slice(0, -1))}`
      : `Both said something of the ${attributeName(name)}`;
  }
  if (reason === "same") return "Both marked the very same words";
  if (reason === "border") return "The same place with other borders";
  if (reason === "only-first") return `${first} marked it, ${second} did not`;
  if (reason === "only-second") return `${second} marked it, ${first} did not`;
  if (sort === "source" || sort === "cue") return `The ${sort} differs`;
  if (sort === "value") {
    const [name = "", x = "", y = ""] = rest;
    const values =
      x === y ? `both “${labelOf(x)}”` : `${first} chose “${labelOf(x)}”, ${second} “${labelOf(y)}”`;
    return `${capital(attributeName(name))}: ${values}`;
  }
  if (sort === "link") {
    const [x = "", y = ""] = rest;
    if (x === y) return `Both linked it to the claim: ${linkWords(x)}`;
    if (y === "none") return `${first} linked it to a claim (${linkWords(x)}), ${second} did not`;
    if (x === "none") return `${second} linked it to a claim (${linkWords(y)}), ${first} did not`;
    return `Linked to the claim: ${first} ${linkWords(x)}, ${second} ${linkWords(y)}`;
  }
  return reason;
}

/**
 * The reasons that a number's places stand under, of those that occur: `half` is the same by half, `value:NAME` all values
 * of an attribute, `value:NAME=` the equal ones, `link` all links; any other is itself.
 */
export function expandReason(asked: string, occurring: readonly string[]): string[] {
  if (asked === "half") return ["same", "border"];
  if (asked === "link") return occurring.filter((reason) => reason.startsWith("link:"));
  const [sort, name = "", ...values] = asked.split(":");
  if (sort !== "value" || values.length > 0) return [asked];
  const own = occurring.filter((reason) => reason.startsWith(`value:${name.replace("=", "")}:`));
  return name.endsWith("=") ? own.filter((reason) => !isDifference(reason)) : own;
}

function linkWords(label: string): string {
  return label.split("/").map(labelOf).join(", ").toLowerCase();
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "F1 .71, .62–.79"; without an interval the number alone. */
export function withInterval(value: number, low: number | null, high: number | null): string {
  return low === null || high === null ? figure(value) : `${figure(value)}, ${figureRange(low, high)}`;
}

/**
 * What Krippendorff's thresholds (Content Analysis, 4th ed. 2019, ch. 12) make of an α: firm from .800, tentative from
 * .667, both only where the interval's lower end reaches .667 too, else too low or, for want of units, too uncertain.
 * Null for shares, and for an α without an interval, of which nothing is said.
 */
export function strengthOf({ scale, value, low }: MeasureDto): string | null {
  if (scale !== "alpha" || value === null) return null;
  if (value < 0.667) return "too low to rely on";
  if (low === null) return null;
  if (low < 0.667) return "too uncertain to rely on";
  return value >= 0.8 ? "firm" : "tentative";
}
