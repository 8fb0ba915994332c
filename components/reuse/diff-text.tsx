import { classNames } from "@/components/ui/class-names";
import type { DiffPart } from "@/lib/text/word-diff";

/** What one text says instead of another, word by word: taken out struck through, put in underlined with colour. */
export function DiffText({ parts }: { parts: readonly DiffPart[] }) {
  return parts.map((part, index) => {
    if (part.type === "same") return part.text;
    const [Mark, tone] =
      part.type === "removed"
        ? (["del", "bg-danger-soft text-danger"] as const)
        : (["ins", "bg-success-soft text-success no-underline"] as const);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
      <Mark key={index} className={classNames("rounded-sm px-0.5", tone)}>
        {part.text}
      </Mark>
    );
  });
}
