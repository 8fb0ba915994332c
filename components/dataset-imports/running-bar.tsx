"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { datasetCalls } from "@/components/dataset-imports/dataset-calls";
import { Progress } from "@/components/ui/progress";
import type { DatasetDto, DatasetProgress } from "@/lib/dataset-imports/schema";

const pollEvery = 700;

/** How far the reading or the import of a dataset is; loads the page again when it is over. */
export function RunningBar({ slug, batch }: { slug: string; batch: DatasetDto }) {
  const router = useRouter();
  const { id, state, total, done } = batch;
  const [progress, setProgress] = useState<DatasetProgress>({ state, total, done });
  const look = useEffectEvent(async () => {
    const answer = await datasetCalls(slug, id).progress();
    // A look that fails is repeated; the work goes on without us.
    if (!answer.ok) return;
    setProgress(answer.data);
    if (answer.data.state !== state) router.refresh();
  });
  useEffect(() => {
    const timer = setInterval(look, pollEvery);
    return () => clearInterval(timer);
  }, []);
  const isReading = state === "reading";
  const unit = isReading ? "KB" : "records";
  return (
    <div className="flex flex-col gap-2">
      <Progress
        label={isReading ? "Reading" : "Importing"}
        value={progress.done}
        max={Math.max(1, progress.total)}
        detail={`${progress.done.toLocaleString("en")} of ${progress.total.toLocaleString("en")} ${unit}`}
      />
      <p className="text-sm text-ink-muted">You can leave this page; it goes on without it.</p>
    </div>
  );
}
