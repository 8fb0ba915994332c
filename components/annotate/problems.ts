import { nameOf } from "@/lib/attributes/schema";
import type { CheckContext } from "@/lib/checks/check-layer";
import { checkSteps } from "@/lib/checks/check-layer";
import { recheckLayer } from "@/lib/checks/recheck";
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
  return findings.map((finding) => problemOf(finding, blocking));
}

/** What `listProblems` lists after a change, from what it listed before it; only what is around the change is looked at. */
export function relistProblems(
  listed: readonly Problem[],
  change: Parameters<typeof recheckLayer>[1],
  context: CheckContext,
  blocking: readonly string[],
): Problem[] {
  return recheckLayer(listed, change, context).map((finding) => problemOf(finding, blocking));
}

function problemOf(finding: Finding, blocking: readonly string[]): Problem {
  const { markId, code, message, attribute } = finding;
  const { severity, anchor } = checkTerms[code];
  return {
    markId,
    code,
    message,
    ...(attribute ? { attribute } : {}),
    severity,
    anchor: attribute ? nameOf(attribute) : anchor,
    isBlocking: isBlocking(finding, blocking),
  };
}

/** One string for a problem, which stays the same while it lasts. */
export function problemKey(problem: Pick<Finding, "markId" | "code">): string {
  return `${problem.markId} ${problem.code}`;
}
