"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { z } from "zod";
import { useToast } from "@/components/ui/toast";

const refusal = z.object({ error: z.object({ message: z.string() }) });

/** Sends answers about claims of a card and draws the page anew; each answer comes with a way back. */
export function useAnswers(cardId: string): {
  isPending: boolean;
  answer: (claimId: string, isSame: boolean) => Promise<boolean>;
  remove: (claimId: string) => Promise<boolean>;
} {
  const router = useRouter();
  const toast = useToast();
  const [isPending, startTransition] = useTransition();

  async function send(method: "POST" | "PATCH", body: unknown): Promise<boolean> {
    let problem = "The answer did not reach the server. Look at your connection and try again.";
    try {
      const response = await fetch(`/api/cards/${cardId}/answers`, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (response.ok) {
        startTransition(() => router.refresh());
        return true;
      }
      problem = refusal.safeParse(await response.json()).data?.error.message ?? problem;
    } catch {
      // Said below, like every other reason.
    }
    toast({ title: problem, tone: "danger" });
    return false;
  }

  async function answer(claimId: string, isSame: boolean): Promise<boolean> {
    const isSaved = await send("POST", { claimId, isSame });
    if (isSaved)
      toast({
        title: isSame ? "Added to the card." : "Kept as not the same.",
        tone: "success",
        action: { label: "Undo", onSelect: () => send("PATCH", { claimId, isRemoved: true }) },
      });
    return isSaved;
  }

  async function remove(claimId: string): Promise<boolean> {
    const isSaved = await send("PATCH", { claimId, isRemoved: true });
    if (isSaved)
      toast({
        title: "Taken off the card.",
        action: { label: "Undo", onSelect: () => send("PATCH", { claimId, isRemoved: false }) },
      });
    return isSaved;
  }

  return { isPending, answer, remove };
}
