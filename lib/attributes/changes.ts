import {
  type AttributeDefinition,
  type AttributeEffect,
  attributeTypeTerms,
  nameOf,
} from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { labelOf } from "@/lib/vocabulary";

type Definitions = readonly AttributeDefinition[];

/** Why a set of attributes cannot follow another: what marks hold would no longer be readable. */
export type SuccessionRefusal = {
  code: "attribute-gone" | "attribute-type-changed" | "choice-gone";
  message: string;
};

/**
 * Whether attributes may follow the published ones: every key and every choice stays, and keeps its type, since old marks
 * hold them; what is not to be asked any more is retired. Null where they may.
 */
export function refuseSuccession(before: Definitions, after: Definitions): SuccessionRefusal | null {
  for (const old of before) {
    const now = after.find((one) => nameOf(one) === nameOf(old));
    if (!now)
      return {
        code: "attribute-gone",
        message: `“${old.label}” was published and marks may hold it. Retire it instead of removing it.`,
      };
    if (now.type !== old.type)
      return {
        code: "attribute-type-changed",
        message: `“${old.label}” was published as ${attributeTypeTerms[old.type].label.toLowerCase()}. Retire it and add another.`,
      };
    const gone = old.choices.find((choice) => !now.choices.some((one) => one.key === choice.key));
    if (gone)
      return {
        code: "choice-gone",
        message: `The choice “${gone.label}” of “${old.label}” was published. Retire it instead of removing it.`,
      };
  }
  return null;
}

/** How many articles of a project are at each stage. */
export type ArticleCounts = { open: number; submitted: number; finished: number };

/**
 * What publishing `after` changes, a line a change, with what it does to articles that are open, handed in and finished;
 * none where nothing is new.
 */
export function effectsOf(before: Definitions, after: Definitions, counts: ArticleCounts): AttributeEffect[] {
  const effects: AttributeEffect[] = [];
  for (const now of after) {
    const old = before.find((one) => nameOf(one) === nameOf(now));
    const name = `${labelOf(now.kind)}: ${now.label}`;
    if (!old) {
      if (now.isRetired) continue;
      effects.push({
        what: `${name} is asked, ${now.isRequired ? "and must be answered" : "and may be left out"}.`,
        open: begun(counts.open, "do not ask it; what is begun from now on does."),
        submitted: stays(counts.submitted, "stay without it. An article that is returned asks it."),
        finished: stays(counts.finished, "stay without it."),
      });
      continue;
    }
    effects.push(...changesOf(name, old, now, counts));
  }
  const order = (definitions: Definitions) =>
    definitions.map(nameOf).filter((one) => before.some((old) => nameOf(old) === one));
  if (canonicalJson(order(before)) !== canonicalJson(order(after)))
    effects.push({
      what: "The order in which attributes are asked changes.",
      open: begun(counts.open, "keep the old order."),
      submitted: "Nothing changes.",
      finished: "Nothing changes.",
    });
  return effects;
}

function changesOf(
  name: string,
  old: AttributeDefinition,
  now: AttributeDefinition,
  counts: ArticleCounts,
): AttributeEffect[] {
  const effects: AttributeEffect[] = [];
  const add = (what: string, submitted: string, finished: string = submitted) =>
    effects.push({
      what: `${name}: ${what}`,
      open: begun(counts.open, "go on by the old rule; what is begun from now on follows the new one."),
      submitted: stays(counts.submitted, submitted),
      finished: stays(counts.finished, finished),
    });
  const kept = "keep what is said, as it was said.";
  if (now.isRetired && !old.isRetired) add("is not asked any more.", kept);
  if (!now.isRetired && old.isRetired) add("is asked again.", kept);
  if (now.isRequired !== old.isRequired)
    add(
      now.isRequired ? "must be answered." : "may be left out.",
      "stay as they were handed in.",
      "stay as they are.",
    );
  if (now.min !== old.min || now.max !== old.max)
    add(`${boundsOf(now)} instead of ${boundsOf(old)}.`, "keep numbers outside the new bounds.");
  if (now.unit !== old.unit)
    add(
      `the unit is ${now.unit ? `“${now.unit}”` : "not said"} instead of ${old.unit ? `“${old.unit}”` : "none"}. Numbers are not converted.`,
      "keep their numbers, which are shown with the new unit.",
    );
  if (now.isOrdered !== old.isOrdered)
    add(
      now.isOrdered ? "its choices stand in a rank." : "its choices stand in no rank.",
      "keep what is said; agreement is measured by the new rule.",
    );
  if (now.label !== old.label || now.help !== old.help)
    add(now.label === old.label ? "its help is worded anew." : `it was called “${old.label}”.`, kept);
  for (const choice of now.choices) {
    const was = old.choices.find((one) => one.key === choice.key);
    if (!was && !choice.isRetired) add(`a new choice, “${choice.label}”.`, kept);
    if (was && choice.isRetired && !was.isRetired)
      add(`“${choice.label}” cannot be chosen any more.`, "keep it where it was chosen.");
    if (was && !choice.isRetired && was.isRetired) add(`“${choice.label}” can be chosen again.`, kept);
    if (was && choice.label !== was.label)
      add(`the choice “${was.label}” is called “${choice.label}”.`, "show the new name.");
  }
  const shared = (one: AttributeDefinition) =>
    one.choices.map(({ key }) => key).filter((key) => old.choices.some((choice) => choice.key === key));
  if (canonicalJson(shared(old)) !== canonicalJson(shared(now)))
    add(
      "its choices stand in another order.",
      now.isOrdered ? "keep what is said; the rank is the new one." : kept,
    );
  return effects;
}

function boundsOf({ min, max }: AttributeDefinition): string {
  if (min !== null && max !== null) return `from ${min} to ${max}`;
  if (min !== null) return `at least ${min}`;
  return max !== null ? `at most ${max}` : "any number";
}

function articles(count: number): string {
  return count === 1 ? "1 article" : `${count} articles`;
}

function begun(count: number, rest: string): string {
  return count === 0 ? "There are none." : `Of ${articles(count)}, those that are begun ${rest}`;
}

function stays(count: number, rest: string): string {
  return count === 0
    ? "There are none."
    : `${articles(count)} ${count === 1 ? rest.replace(/^(keep|stay|show)\b/, "$1s") : rest}`;
}
