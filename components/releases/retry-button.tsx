"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";

/** Has a release that failed built once more. */
export function RetryButton({
  slug,
  releaseId,
  retry,
}: {
  slug: string;
  releaseId: string;
  retry: FormAction<null>;
}) {
  return (
    <ActionForm action={retry} label="Try again">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="releaseId" value={releaseId} />
      <SubmitButton variant="secondary" pendingText="Asking…">
        Try again
      </SubmitButton>
    </ActionForm>
  );
}
