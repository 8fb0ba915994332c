"use client";

import { TrialFigures } from "@/components/releases/trial-figures";
import { useTrial } from "@/components/releases/use-trial";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import type { TrialDto } from "@/lib/releases/trial-schema";

const stages: Record<string, string> = {
  reading: "Reading the articles as they are now",
  splitting: "Looking for what they share",
  free: "Choosing what may be quoted",
};

/** What the split and the variant without texts will come to, tried out before anything is built. */
export function TrialCard({
  slug,
  body,
  known,
}: {
  slug: string;
  /** The choices, as JSON. */
  body: string;
  known: TrialDto | null;
}) {
  const { trial, problem, stop, again } = useTrial(`/api/projects/${slug}/releases/trials`, body, known);
  const isOver = trial !== null && trial.state !== "queued" && trial.state !== "running";
  return (
    <Card title="What it will come to" lead="Tried out on the project as it is now; nothing is built yet.">
      <div aria-live="polite" className="flex flex-col gap-4">
        {problem !== null ? (
          <ErrorNote title="It could not be tried out." action={<Again onPress={again}>Try again</Again>}>
            {problem}
          </ErrorNote>
        ) : trial?.result ? (
          <>
            <TrialFigures result={trial.result} />
            <p className="flex flex-wrap items-center justify-between gap-2 border-t border-border pt-3 text-sm text-ink-muted">
              <span>
                As of <Time value={trial.result.takenAt} />
                {trial.isStale && "; the project has changed since"}
              </span>
              <Again onPress={again}>Count again</Again>
            </p>
          </>
        ) : trial?.state === "cancelled" ? (
          <ErrorNote tone="info" title="Stopped." action={<Again onPress={again}>Try it out</Again>}>
            The release can be built all the same: what it comes to shows then.
          </ErrorNote>
        ) : trial?.state === "failed" ? (
          <ErrorNote title="It could not be tried out." action={<Again onPress={again}>Try again</Again>}>
            The server's log says why.
          </ErrorNote>
        ) : (
          <div className="flex items-end gap-4">
            <Progress
              className="grow"
              label={stages[trial?.stage ?? ""] ?? "Waiting for its turn"}
              {...(trial && trial.done > 0 && { detail: `${trial.done.toLocaleString("en")} articles` })}
            />
            {trial && !isOver && (
              <Button variant="secondary" onClick={stop}>
                Stop
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

function Again({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button variant="secondary" onClick={onPress}>
      {children}
    </Button>
  );
}
