import { z } from "zod";
import { mergeSpans, type Span } from "@/lib/text/span";

const one = z.string().regex(/^\d{1,8}-\d{1,8}$/);

/**
 * The spans that an address's query names, `span=12-40` each (code points), at most 100 and merged; none where it
 * names none, and what is malformed is left out.
 */
export const spansInAddress = z.object({ span: z.unknown().optional() }).transform(({ span }): Span[] =>
  mergeSpans(
    [span ?? []]
      .flat()
      .slice(0, 100)
      .flatMap((text) => {
        const [start = 0, end = 0] = one.safeParse(text).data?.split("-").map(Number) ?? [];
        return end > start ? [{ start, end }] : [];
      }),
  ),
);
