import type { Corroboration, CorroborationStep } from "@/lib/corroboration/corroborate";
import { counted } from "@/lib/counted";

/** More origins than this are counted, not named. */
const NAMED_ORIGINS = 5;

/** What a part of the sentence is about, so that a screen can lead from it to what it counts. */
export type SentenceTopic =
  | "mentions"
  | "origins"
  | "clusters"
  | "range"
  | "assessments"
  | "unnamed"
  | "denials"
  | "pairs"
  | "values";

export type SentencePart = { about: SentenceTopic; text: string };

/**
 * The corroboration of one claim in plain words: mentions, origins by name, the range and why it is one, what
 * stands beside it. On a speech-act card it speaks of speakers.
 */
export function describeCorroboration(result: Corroboration, card: "content" | "speech-act"): string {
  return describeParts(result, card)
    .map((part) => part.text)
    .join(" ");
}

/** The same sentences one by one, each with what it is about. */
export function describeParts(result: Corroboration, card: "content" | "speech-act"): SentencePart[] {
  const { low, high } = result;
  const range = low === high ? `${low}` : `${low}–${high}`;
  const mentions = `${counted(result.mentions, "mention")} in ${counted(result.articles, "article")}.`;
  const parts: SentencePart[] = [{ about: "mentions", text: mentions }];
  const say = (about: SentenceTopic, text: string) => parts.push({ about, text });
  for (const text of describeOrigins(result, card)) say("origins", text);
  if (result.clusters < result.mentions) {
    say("clusters", `${counted(result.clusters, "mention")} after collapsing reuse.`);
  }
  if (card === "speech-act") say("range", `${counted(high, "speaker").replace(/^\d+/, range)}.`);
  else if (high > 0 || result.assessments === 0)
    say("range", `Independent: ${range}${describeDoubt(result.steps)}.`);
  if (result.assessments > 0) say("assessments", `${counted(result.assessments, "independent assessment")}.`);
  if (result.unnamed > 0)
    say("unnamed", `${counted(result.unnamed, "mention")} without an identifiable origin.`);
  if (result.denials > 0) say("denials", `${counted(result.denials, "denial")}.`);
  if (result.unexaminedPairs > 0) {
    say("pairs", `${counted(result.unexaminedPairs, "pair")} of origins not examined yet.`);
  }
  const values = result.steps.find((step) => step.step === "values");
  if (values?.step === "values") {
    const words = { compatible: "compatible", conflict: "in conflict", "not-comparable": "not comparable" };
    say("values", `Values ${words[values.relation]}.`);
  }
  return parts;
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
  return doubts.length === 0
    ? ""
    : `, because it cannot be excluded: ${[...new Set(doubts)].map((doubt) => doubt.replace(/[.\s]+$/, "")).join("; ")}`;
}
