"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";

/** Goes to the sign-on provider and comes back to `next`; `prepare` runs before, to note what for. */
export function SignOnButton({
  label,
  next,
  prepare,
}: {
  label: string;
  next: string;
  prepare?: () => Promise<void>;
}) {
  const [hasFailed, setHasFailed] = useState(false);
  const [isPending, startTransition] = useTransition();
  function go() {
    setHasFailed(false);
    startTransition(async () => {
      try {
        await prepare?.();
        await signIn("oidc", { callbackUrl: next });
      } catch {
        setHasFailed(true);
      }
    });
  }
  return (
    <div className="flex flex-col gap-3">
      {hasFailed && <ErrorNote title="The server did not answer. Try again." />}
      <Button icon={<KeyRound />} className="w-full" isPending={isPending} onClick={go}>
        {label}
      </Button>
    </div>
  );
}
