import { z } from "zod";
import { mergeSpans, type Span } from "@/lib/text/span";

const one = z.string().regex(/^\d{1,8}-\d{1,8}$/);

/**
 * The place in an article that an address's query names: spans, `span=12-40` each (code points), at most 100 and merged,
 * none where it names none, what is malformed left out; and the version whose text they are of, `text=ID`, null for the
 * newest.
 */
export const placeInAddress = z
  .object({ span: z.unknown().optional(), text: z.uuid().nullable().catch(null).default(null) })
  .transform(({ span, text }) => ({ lit: spansOf(span), versionId: text }));

function spansOf(span: unknown): Span[] {
  return mergeSpans(
    [span ?? []]
      .flat()
      .slice(0, 100)
      .flatMap((text) => {
        const [start = 0, end = 0] = one.safeParse(text).data?.split("-").map(Number) ?? [];
        return end > start ? [{ start, end }] : [];
      }),
  );
}
