"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Ending the other sessions, or all of them, each after a question. */
export function SignOutButtons({
  hasOthers,
  signOutOthers,
  signOutEverywhere,
}: {
  hasOthers: boolean;
  signOutOthers: () => Promise<void>;
  signOutEverywhere: () => Promise<void>;
}) {
  return (
    <>
      {hasOthers && (
        <ConfirmDialog
          trigger={<Button size="sm">Sign out the others</Button>}
          title="Sign out all other devices?"
          description="You stay signed in here. What was saved stays saved."
          confirmLabel="Sign out the others"
          onConfirm={signOutOthers}
        />
      )}
      <ConfirmDialog
        trigger={<Button size="sm">Sign out everywhere</Button>}
        title="Sign out everywhere?"
        description="This browser is signed out too. What was saved stays saved."
        confirmLabel="Sign out everywhere"
        isDanger
        onConfirm={signOutEverywhere}
      />
    </>
  );
}
