"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { z } from "zod";
import { Progress } from "@/components/ui/progress";
import { releaseStates } from "@/lib/releases/schema";

const EVERY_MS = 1_000;
const said = z.object({
  state: z.enum(releaseStates),
  stage: z.string(),
  done: z.number(),
  total: z.number(),
});
export type BuildingState = z.infer<typeof said>;

/** How a building goes, asked every second; when it is over the page reads itself anew. */
export function ReleaseProgress({ href, initial }: { href: string; initial: BuildingState }) {
  const router = useRouter();
  const [now, setNow] = useState(initial);
  const isOver = now.state === "done" || now.state === "failed";
  useEffect(() => {
    if (isOver) {
      router.refresh();
      return;
    }
    let isLeft = false;
    const timer = setInterval(async () => {
      // A server that restarts meanwhile is asked again at the next turn.
      const answer = await fetch(href).catch(() => null);
      const parsed = answer?.ok ? said.safeParse(await answer.json().catch(() => null)) : null;
      if (!isLeft && parsed?.success) setNow(parsed.data);
    }, EVERY_MS);
    return () => {
      isLeft = true;
      clearInterval(timer);
    };
  }, [href, isOver, router]);
  const { label, detail, isCounted } = describe(now);
  return (
    <div aria-live="polite">
      <Progress
        label={label}
        detail={detail}
        {...(isCounted ? { value: now.done, max: Math.max(1, now.total) } : {})}
      />
      <p className="mt-2 text-sm text-ink-muted">
        You can leave this page: it goes on. If the server is restarted, it begins again by itself.
      </p>
    </div>
  );
}

function describe({ state, stage, done, total }: BuildingState): {
  label: string;
  detail?: string;
  isCounted: boolean;
} {
  const figure = (count: number) => count.toLocaleString("en");
  if (state === "queued") return { label: "Waiting for its turn", isCounted: false };
  if (state === "done" || state === "failed") return { label: "Reading what came of it", isCounted: false };
  if (stage === "writing" && total > 0)
    return { label: "Writing the files", detail: `${figure(done)} of ${figure(total)}`, isCounted: true };
  const detail = done > 0 ? `${figure(done)} articles` : undefined;
  return { label: "Reading the articles as they are now", ...(detail && { detail }), isCounted: false };
}
