"use client";

import { formOf } from "@/components/articles/form-of";
import type { FormAction } from "@/components/forms/action-form";
import { DecisionDialog } from "@/components/redaction/decision-dialog";
import { Button } from "@/components/ui/button";
import { counted } from "@/lib/counted";
import type { WithdrawalPreview } from "@/lib/redaction/schema";

/** The button by which an administrator withdraws an article for good, with what goes with it. */
export function WithdrawArticle({
  articleId,
  preview,
  action,
}: {
  articleId: string;
  preview: WithdrawalPreview;
  action: FormAction<null>;
}) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm text-ink-muted">
        For texts that must not be kept. With it go {counted(preview.layers, "layer")} with{" "}
        {counted(preview.marks, "mark")}, {counted(preview.mentions, "mention")} on claim cards and{" "}
        {counted(preview.links, "passage")} that duplicates lead to.
      </p>
      <DecisionDialog
        trigger={
          <Button size="sm" variant="danger">
            Withdraw for good…
          </Button>
        }
        title="Withdraw this article for good?"
        description="Its text, its quotes and what its history says of them are blanked and cannot be had back; their hashes stay, so that the audit still proves the rest. Whoever works on it now loses it."
        confirmLabel="Withdraw for good"
        onDecide={(reason) => action(null, formOf({ articleId, reason }))}
      />
    </div>
  );
}
