import type { Tone } from "@/components/ui/badge";
import type { PairLevel } from "@/lib/cards/schema";

/** How each state of a pair of origins is named, drawn in its cell, and coloured. */
export const pairLevels: Record<PairLevel, { label: string; sign: string; tone: Tone; cell: string }> = {
  "not-examined": {
    label: "Not examined",
    sign: "?",
    tone: "neutral",
    cell: "border-dashed border-border-control text-ink-muted",
  },
  known: {
    label: "Dependent",
    sign: "=",
    tone: "danger",
    cell: "border-transparent bg-danger-soft text-danger",
  },
  possible: {
    label: "Possibly dependent",
    sign: "≈",
    tone: "warning",
    cell: "border-transparent bg-warning-soft text-warning",
  },
  independent: {
    label: "Independent",
    sign: "≠",
    tone: "success",
    cell: "border-transparent bg-success-soft text-success",
  },
  joined: {
    label: "Count as one",
    sign: "·",
    tone: "neutral",
    cell: "border-transparent bg-surface-active text-ink-muted",
  },
};
