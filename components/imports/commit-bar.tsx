"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { batchCalls } from "@/components/imports/batch-calls";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Progress } from "@/components/ui/progress";
import type { BatchDto, BatchProgress } from "@/lib/imports/schema";

const pollEvery = 700;

/** Importing a checked batch, with its progress, or throwing it away. */
export function CommitBar({ slug, batch }: { slug: string; batch: BatchDto }) {
  const router = useRouter();
  const { id, state, total, done } = batch;
  const [progress, setProgress] = useState<BatchProgress>({ state, total, done, error: null });
  const [problem, setProblem] = useState<string>();
  const [isStarting, setIsStarting] = useState(false);
  const isRunning = progress.state === "committing" || progress.state === "reading";
  const calls = batchCalls(slug, id);

  const look = useEffectEvent(async () => {
    const answer = await calls.progress();
    // A look that fails is repeated; the import goes on without us.
    if (answer.ok) take(answer.data);
  });
  function take(now: BatchProgress) {
    setProgress(now);
    if (now.state !== "committing" && now.state !== "reading") router.refresh();
  }
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(look, pollEvery);
    return () => clearInterval(timer);
  }, [isRunning]);

  async function commit() {
    setProblem(undefined);
    setIsStarting(true);
    const answer = await calls.commit();
    setIsStarting(false);
    if (answer.ok) take(answer.data);
    else setProblem(answer.error.message);
  }
  async function discard() {
    const answer = await calls.discard();
    if (!answer.ok) return answer.error.message;
    router.push(`/projects/${slug}/articles/import`);
    router.refresh();
  }
  if (isRunning)
    return (
      <Progress
        label="Importing"
        value={progress.done}
        max={Math.max(1, progress.total)}
        detail={`${progress.done} of ${progress.total} articles`}
      />
    );
  const count = batch.included;
  return (
    <div className="flex flex-col gap-3">
      {problem && <ErrorNote title={problem} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button variant="primary" isPending={isStarting} disabled={count === 0} onClick={() => void commit()}>
          {state === "failed" ? "Try again" : `Import ${count} ${count === 1 ? "article" : "articles"}`}
        </Button>
        <ConfirmDialog
          trigger={<Button>Discard</Button>}
          title="Discard this batch?"
          description="The texts that were read and your corrections of them are thrown away. Your files stay where they are."
          confirmLabel="Discard"
          isDanger
          onConfirm={discard}
        />
        <Summary batch={batch} />
      </div>
    </div>
  );
}

function Summary({ batch }: { batch: BatchDto }) {
  const { excluded, duplicates, newer, withdrawn, newSources } = batch;
  const left = excluded > 0 ? `${excluded} left out` : "";
  const same = duplicates > 0 ? `${duplicates} with a text that is here already` : "";
  const other = newer > 0 ? `${newer} with an article's address and another text` : "";
  const gone = withdrawn > 0 ? `${withdrawn} withdrawn for good` : "";
  const names = newSources.slice(0, 5).join(", ");
  const more = newSources.length > 5 ? ` and ${newSources.length - 5} more` : "";
  const sources = newSources.length > 0 ? `New in the register: ${names}${more}` : "";
  const known = [same, other, gone].filter(Boolean).join(", ");
  const parts = [left, known && `Known from before: ${known}`, sources].filter(Boolean);
  return <p className="min-w-0 text-sm text-ink-muted">{parts.join(" · ")}</p>;
}
