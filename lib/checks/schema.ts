import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import type { AnnotationKindCode } from "@/lib/vocabulary";

/** `error`: it contradicts itself; `warning`: something is missing that belongs to it; `hint`: odd, and may well be right. */
export type Severity = "error" | "warning" | "hint";

type CheckTerm = { severity: Severity; label: string; anchor: GuidelineAnchor };

/**
 * Everything that is looked for in a layer, with how serious it is, what a settings page calls it, and the rule of the
 * guideline that the question belongs to. Never a field that may be left empty.
 */
export const checkTerms = {
  "no-content": { severity: "error", label: "An attribution whose content holds no word", anchor: "content" },
  "origin-differs": {
    severity: "error",
    label: "A claim of the outlet's own reporting that an attribution is linked to",
    anchor: "origin",
  },
  "quantity-inverted": {
    severity: "error",
    label: "A number whose lower bound is above its upper bound",
    anchor: "claim",
  },
  "own-twin": {
    severity: "error",
    label: "A duplicate whose twin is the same passage",
    anchor: "duplicate",
  },
  "in-boilerplate": {
    severity: "warning",
    label: "A claim in what is no part of the story",
    anchor: "kind",
  },
  "attribute-missing": {
    severity: "warning",
    label: "A required attribute of the project that is not answered",
    anchor: "claim",
  },
  "no-link": {
    severity: "warning",
    label: "A claim that somebody said, without an attribution",
    anchor: "origin",
  },
  "no-cue": { severity: "warning", label: "An attribution without a cue", anchor: "cue" },
  "no-source": {
    severity: "warning",
    label: "An attribution without a source, and not said to have none",
    anchor: "source",
  },
  unresolved: {
    severity: "warning",
    label: "A source that is not resolved to one of the register",
    anchor: "source",
  },
  "no-claim": { severity: "warning", label: "An attribution that carries no claim", anchor: "role" },
  "no-twin": { severity: "warning", label: "A duplicate without a twin", anchor: "duplicate" },
  "same-claim": { severity: "warning", label: "Two claims on the very same words", anchor: "claim" },
  "unlinked-inside": {
    severity: "hint",
    label: "A claim inside what somebody says that is not linked to it",
    anchor: "role",
  },
  "link-role": {
    severity: "hint",
    label: "A claim linked as part of a content that it does not stand in",
    anchor: "role",
  },
  "nested-apart": {
    severity: "hint",
    label: "An attribution nested in one whose content does not hold it",
    anchor: "attribution",
  },
} as const satisfies Record<string, CheckTerm>;
export type CheckCode = keyof typeof checkTerms;

/** Blocks in which an attribution may stand free: without a cue and without a source. */
export const freeStandingBlocks = ["headline", "subhead", "pull-quote", "standfirst"] as const;

/** What a project can have stop a submission: all but hints, in the order of the table. */
export const blockableChecks = [
  "no-content",
  "origin-differs",
  "quantity-inverted",
  "own-twin",
  "in-boilerplate",
  "attribute-missing",
  "no-link",
  "no-cue",
  "no-source",
  "unresolved",
  "no-claim",
  "no-twin",
  "same-claim",
] as const satisfies readonly CheckCode[];
export type BlockableCheck = (typeof blockableChecks)[number];

/** Something about a mark that somebody should look at, in a sentence. */
export type Finding = {
  markId: string;
  code: CheckCode;
  message: string;
  /** The project's own attribute that it is about. */
  attribute?: { kind: AnnotationKindCode; key: string };
};

/** Whether a project's setting has a finding stop the submission. */
export function isBlocking(finding: Pick<Finding, "code">, blocking: readonly string[]): boolean {
  return blockableChecks.some((code) => code === finding.code) && blocking.includes(finding.code);
}
