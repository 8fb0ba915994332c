import { nameOf } from "@/lib/attributes/schema";
import type { CheckContext } from "@/lib/checks/check-layer";
import { checkSteps } from "@/lib/checks/check-layer";
import { checkTerms, type Finding, isBlocking, type Severity } from "@/lib/checks/schema";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import type { LayerObject } from "@/lib/layers/schema";

/** Something about a mark that somebody should look at before submitting; `isBlocking` where the project insists on it. */
export type Problem = Finding & { severity: Severity; anchor: GuidelineAnchor; isBlocking: boolean };

/**
 * What is open or odd about the marks, in reading order. `anchor` names the rule of the guideline that the question
 * belongs to; `blocking` are the codes that the project has stop a submission.
 */
export function listProblems(
  objects: ReadonlyMap<string, LayerObject>,
  context: CheckContext,
  blocking: readonly string[],
): Problem[] {
  const steps = problemSteps(objects, context, blocking);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** `listProblems` in steps of about a millisecond; the last one answers them. */
export function* problemSteps(
  objects: ReadonlyMap<string, LayerObject>,
  context: CheckContext,
  blocking: readonly string[],
): Generator<undefined, Problem[]> {
  const findings = yield* checkSteps(objects.values(), context);
  return findings.map((finding) => {
    const { severity, anchor } = checkTerms[finding.code];
    const { attribute } = finding;
    const rule = attribute ? nameOf(attribute) : anchor;
    return { ...finding, severity, anchor: rule, isBlocking: isBlocking(finding, blocking) };
  });
}

/** One string for a problem, which stays the same while it lasts. */
export function problemKey(problem: Pick<Finding, "markId" | "code">): string {
  return `${problem.markId} ${problem.code}`;
}
