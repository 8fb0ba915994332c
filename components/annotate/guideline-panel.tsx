"use client";

import { useEffect } from "react";
import { scrollInside } from "@/components/editor/scroll-inside";
import { GuidelineView } from "@/components/guideline/guideline-view";
import { RuleExamples } from "@/components/guideline/rule-examples";
import { kindOfRule } from "@/lib/guidelines/anchors";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import { type GuidelineAnchor, guidelineDocument, isGuidelineEmpty } from "@/lib/guidelines/schema";

/** The guideline beside the text, at the rule for the field in question, or for its kind of mark where it has none. */
export function GuidelinePanel({
  projectHref,
  guideline,
  examples,
  rule,
}: {
  projectHref: string;
  guideline: { number: number; content: unknown } | null;
  examples: readonly GuidelineExampleDto[];
  rule: { anchor: GuidelineAnchor | null };
}) {
  useEffect(() => {
    const { anchor } = rule;
    if (!anchor) return;
    const heading =
      document.getElementById(`rule-${anchor}`) ?? document.getElementById(`rule-${kindOfRule(anchor)}`);
    if (heading) scrollInside(heading, "top");
  }, [rule]);
  const parsed = guideline ? guidelineDocument.safeParse(guideline.content) : null;
  if (!parsed?.success || isGuidelineEmpty(parsed.data))
    return <p className="px-3 py-3 text-sm text-ink-muted">This project's guideline says nothing yet.</p>;
  return (
    <div className="px-3 py-3 text-sm">
      <p className="mb-2 text-xs text-ink-muted">Version {guideline?.number}</p>
      <GuidelineView
        document={parsed.data}
        underRule={(anchor) => (
          <RuleExamples
            slug={projectHref.split("/").at(-1) ?? ""}
            examples={examples.filter((one) => one.anchor === anchor)}
          />
        )}
      />
    </div>
  );
}
