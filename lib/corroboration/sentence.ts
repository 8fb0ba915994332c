import type { Corroboration, CorroborationStep } from "@/lib/corroboration/corroborate";
import { counted } from "@/lib/corroboration/credibility";

/** More origins than this are counted, not named. */
const NAMED_ORIGINS = 5;

/**
 * The corroboration of one claim in plain words: mentions, origins by name, the range and why it is one, what
 * stands beside it. On a speech-act card it speaks of speakers.
 */
export function describeCorroboration(result: Corroboration, card: "content" | "speech-act"): string {
  const { low, high } = result;
  const range = low === high ? `${low}` : `${low}–${high}`;
  const mentions = `${counted(result.mentions, "mention")} in ${counted(result.articles, "article")}.`;
  const parts = [mentions, ...describeOrigins(result, card)];
  if (result.clusters < result.mentions) {
    parts.push(`${counted(result.clusters, "mention")} after collapsing reuse.`);
  }
  if (card === "speech-act") parts.push(`${counted(high, "speaker").replace(/^\d+/, range)}.`);
  else if (high > 0 || result.assessments === 0)
    parts.push(`Independent: ${range}${describeDoubt(result.steps)}.`);
  if (result.assessments > 0) parts.push(`${counted(result.assessments, "independent assessment")}.`);
  if (result.unnamed > 0) parts.push(`${counted(result.unnamed, "mention")} without an identifiable origin.`);
  if (result.denials > 0) parts.push(`${counted(result.denials, "denial")}.`);
  if (result.unexaminedPairs > 0) {
    parts.push(`${counted(result.unexaminedPairs, "pair")} of origins not examined yet.`);
  }
  const values = result.steps.find((step) => step.step === "values");
  if (values?.step === "values") {
    const words = { compatible: "compatible", conflict: "in conflict", "not-comparable": "not comparable" };
    parts.push(`Values ${words[values.relation]}.`);
  }
  return parts.join(" ");
}

function describeOrigins(result: Corroboration, card: "content" | "speech-act"): string[] {
  const names = result.steps.flatMap((step) =>
    step.step === "root" && step.use === "range" ? [step.name] : [],
  );
  if (names.length === 0 || (card === "speech-act" && names.length > NAMED_ORIGINS)) return [];
  const noun = counted(names.length, card === "speech-act" ? "voice" : "origin");
  const more = names.length - NAMED_ORIGINS;
  const tail = more > 0 ? ` and ${more} more` : "";
  return [`${noun}: ${names.slice(0, NAMED_ORIGINS).join(", ")}${tail}.`];
}

function describeDoubt(steps: readonly CorroborationStep[]): string {
  const doubts = steps.flatMap((step) =>
    step.step === "merge" && step.level === "possible" && step.use === "range"
      ? [step.why ?? `${step.a} and ${step.b} may depend on each other`]
      : [],
  );
  return doubts.length === 0 ? "" : `, because it cannot be excluded: ${[...new Set(doubts)].join("; ")}`;
}
