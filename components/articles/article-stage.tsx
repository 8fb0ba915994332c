import type { Tone } from "@/components/ui/badge";
import { StatusDot } from "@/components/ui/status-dot";
import { type ArticleStage, articleStages, stageLabels } from "@/lib/articles/list-schema";

const tones: Record<ArticleStage, Tone> = {
  open: "neutral",
  "in-work": "accent",
  waiting: "warning",
  "in-review": "accent",
  done: "success",
};

/** How far an article is, as a dot and a word. */
export function ArticleStageMark({ stage }: { stage: string }) {
  const known = articleStages.find((name) => name === stage) ?? "open";
  return <StatusDot tone={tones[known]}>{stageLabels[known]}</StatusDot>;
}
