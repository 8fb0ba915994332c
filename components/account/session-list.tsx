import { SignOutButtons } from "@/components/account/sign-out-buttons";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { SessionDto } from "@/lib/sessions/schema";

/** Where one is signed in, each to be ended singly, and all at once. */
export function SessionList({
  sessions,
  revoke,
  signOutOthers,
  signOutEverywhere,
}: {
  sessions: SessionDto[];
  revoke: FormAction<null>;
  signOutOthers: () => Promise<void>;
  signOutEverywhere: () => Promise<void>;
}) {
  return (
    <Card
      title="Where you are signed in"
      lead="End a session that you do not know, and change your password then."
      actions={
        <SignOutButtons
          hasOthers={sessions.length > 1}
          signOutOthers={signOutOthers}
          signOutEverywhere={signOutEverywhere}
        />
      }
    >
      <ul className="flex flex-col divide-y divide-border">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {session.device}
                {session.isCurrent && <Badge tone="success">This one</Badge>}
              </p>
              <p className="text-sm text-ink-muted">
                {session.address || "Unknown address"} · seen <Time value={session.lastSeenAt} /> · signed in{" "}
                <Time value={session.createdAt} format="datetime" />
              </p>
            </div>
            {!session.isCurrent && (
              <ActionForm
                action={revoke}
                label={`Sign out ${session.device}`}
                className="flex flex-col gap-2"
              >
                <input type="hidden" name="sessionId" value={session.id} />
                <SubmitButton variant="secondary" size="sm">
                  Sign out
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
