import type { Tone } from "@/components/ui/badge";
import { StatusDot } from "@/components/ui/status-dot";
import type { ReleaseRow } from "@/lib/releases/schema";

const states: Record<ReleaseRow["state"], { tone: Tone; label: string }> = {
  queued: { tone: "neutral", label: "Waiting" },
  building: { tone: "accent", label: "Being built" },
  done: { tone: "success", label: "Built" },
  failed: { tone: "danger", label: "Failed" },
};

/** How a release stands, in a word. */
export function ReleaseState({ release }: { release: Pick<ReleaseRow, "state" | "isWithdrawn"> }) {
  if (release.isWithdrawn) return <StatusDot tone="warning">Withdrawn</StatusDot>;
  const { tone, label } = states[release.state];
  return <StatusDot tone={tone}>{label}</StatusDot>;
}
