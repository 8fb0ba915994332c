import type { BlockDto } from "@/lib/articles/text-schema";
import { isOverlapping, type Span } from "@/lib/text/span";
import { boilerplateKinds, labelOf } from "@/lib/vocabulary";

/** What is odd about a claim with these spans: it touches a block that is no part of the story; null where it does not. */
export function claimInBoilerplate(
  spans: readonly Span[],
  blocks: readonly Pick<BlockDto, "kind" | "start" | "end">[],
): string | null {
  const block = blocks.find(
    (one) => boilerplateKinds.includes(one.kind) && spans.some((span) => isOverlapping(span, one)),
  );
  return block
    ? `This claim stands in ${labelOf(block.kind).toLowerCase()}, which is no part of the story.`
    : null;
}
