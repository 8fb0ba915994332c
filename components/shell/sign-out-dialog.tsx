"use client";

import { useEffect, useState, useTransition } from "react";
import { countUnsent, sendWaiting } from "@/components/annotate/send-waiting";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";

/** An open article sends by itself; so often it is looked whether it is through. */
const LOOK_MS = 400;
const LONGEST_WAIT_MS = 20_000;

/**
 * Says before signing out that changes have not reached the server: they can be sent first, or stay in this browser for
 * the same person's next visit. Closes by itself when nothing waits any more.
 */
export function SignOutDialog({
  userId,
  count,
  onCount,
  signOut,
}: {
  userId: string;
  /** How many wait; 0 closes it. */
  count: number;
  onCount: (count: number) => void;
  signOut: () => Promise<void>;
}) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (count === 0) setFailure(null);
  }, [count]);
  const changes = count === 1 ? "1 change has" : `${count} changes have`;
  function sendFirst() {
    start(async () => {
      setFailure(null);
      const problem = await sendAll(userId, onCount);
      if (problem) setFailure(problem);
      else await signOut();
    });
  }
  return (
    <Dialog
      title="Not everything has been sent"
      description={`${changes} not reached the server yet.`}
      isOpen={count > 0}
      onOpenChange={(isOpen) => !isOpen && onCount(0)}
      footer={
        <>
          <Button onClick={() => onCount(0)}>Stay</Button>
          <Button isPending={isPending} onClick={() => start(() => signOut())}>
            Sign out now
          </Button>
          <Button variant="primary" isPending={isPending} onClick={sendFirst}>
            Send, then sign out
          </Button>
        </>
      }
    >
      <p className="text-base">
        If you sign out now they stay in this browser, unseen by anybody else who signs in here, and are sent
        when you sign in again.
      </p>
      {failure && <ErrorNote className="mt-3">{failure}</ErrorNote>}
    </Dialog>
  );
}

async function sendAll(userId: string, onCount: (count: number) => void): Promise<string | null> {
  const end = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const { count, reason } = await sendWaiting(userId);
    if (count === 0) return null;
    onCount(count);
    if (reason) return `${reason} ${count} still waiting.`;
    if (performance.now() > end)
      return `An open article has not sent its changes yet: look there what stands in the way.`;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if ((await countUnsent(userId)) === 0) return null;
  }
}
