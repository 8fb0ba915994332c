import { Badge, type Tone } from "@/components/ui/badge";
import type { BatchState } from "@/lib/imports/schema";

const states: Record<BatchState, { label: string; tone: Tone }> = {
  draft: { label: "To be checked", tone: "accent" },
  reading: { label: "Being read", tone: "accent" },
  committing: { label: "Being imported", tone: "accent" },
  committed: { label: "Imported", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
  discarded: { label: "Discarded", tone: "neutral" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
};

/** The state of a batch in one or two words. */
export function BatchStateBadge({ state }: { state: BatchState }) {
  const { label, tone } = states[state];
  return <Badge tone={tone}>{label}</Badge>;
}
