"use client";

import { useRouter } from "next/navigation";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Takes a run's suggestions back, after saying what stays. */
export function WithdrawRun({
  slug,
  runId,
  name,
  accepted,
}: {
  slug: string;
  runId: string;
  name: string;
  accepted: number;
}) {
  const router = useRouter();
  async function withdraw() {
    const answer = await requestJson(
      `/api/projects/${slug}/suggestion-runs/${runId}/withdraw`,
      z.object({}),
      { method: "POST", body: {} },
    );
    if (!answer.ok) return answer.error.message;
    router.refresh();
  }
  const marks = accepted === 1 ? "One mark that was" : `${accepted} marks that were`;
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Withdraw</Button>}
      title={`Withdraw the suggestions of ${name}?`}
      description={`Nobody is offered them any more. ${accepted > 0 ? `${marks} made of them and handed in stay` : "Marks that people make of them stay"}: whoever accepts a suggestion makes it their own. It cannot be undone, but the program can push again.`}
      confirmLabel="Withdraw them"
      isDanger
      onConfirm={withdraw}
    />
  );
}
