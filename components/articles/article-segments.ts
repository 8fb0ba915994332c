import type { DrawnSegment } from "@/components/editor/drawn-text";
import type { ImportedThreadDto } from "@/lib/comments/schema";
import { flattenMarks } from "@/lib/text/segments";
import type { Span } from "@/lib/text/span";

const LIT = "span";

/** What is drawn over an article that is read: the spans its address leads to (it lands on the first), and what was said about. */
export function articleSegments(
  lit: readonly Span[],
  threads: readonly Pick<ImportedThreadDto, "id" | "span">[],
): DrawnSegment[] {
  const said = threads.flatMap(({ id, span }) => (span ? [{ ...span, id }] : []));
  let hasLanded = false;
  return flattenMarks([...lit.map((span) => ({ ...span, id: LIT })), ...said]).map((segment) => {
    const isLit = segment.ids.includes(LIT);
    const isSaid = segment.ids.some((id) => id !== LIT);
    const isLanding = isLit && !hasLanded && segment.start === lit[0]?.start;
    if (isLanding) hasLanded = true;
    return {
      ...segment,
      className: [
        "mark scroll-mt-24",
        isLit ? "mark-duplicate lit" : "",
        // Two pictures of one background: what the address leads to comes first.
        isSaid && !isLit ? "mark-commented" : "",
      ]
        .filter(Boolean)
        .join(" "),
      ...(isSaid ? { description: "There is an imported comment about these words" } : {}),
      ...(isLanding ? { anchor: LIT } : {}),
    };
  });
}
