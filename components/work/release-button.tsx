"use client";

import type { FormAction } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Asks, then frees somebody's place. */
export function ReleaseButton({
  slug,
  slotId,
  person,
  release,
}: {
  slug: string;
  slotId: string;
  person: string;
  release: FormAction<null>;
}) {
  async function free(): Promise<string | undefined> {
    const form = new FormData();
    form.set("slug", slug);
    form.set("slotId", slotId);
    const result = await release(null, form);
    return result.ok ? undefined : result.message;
  }
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Release</Button>}
      title={`Release this article from ${person}?`}
      description="What was marked so far is kept, closed, and the place goes to somebody else. It is not offered to the same person again; what they still send is kept beside it, as having arrived late."
      confirmLabel="Release"
      onConfirm={free}
    />
  );
}
