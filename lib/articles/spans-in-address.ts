import { z } from "zod";
import { mergeSpans, type Span } from "@/lib/text/span";

const one = z.string().regex(/^\d{1,8}-\d{1,8}$/);

/** The spans of an address, `span=12-40` each (code points), at most 100 and merged; what is malformed is left out. */
export const spansInAddress = z.unknown().transform((value): Span[] =>
  mergeSpans(
    [value ?? []]
      .flat()
      .slice(0, 100)
      .flatMap((text) => {
        const [start = 0, end = 0] = one.safeParse(text).data?.split("-").map(Number) ?? [];
        return end > start ? [{ start, end }] : [];
      }),
  ),
);
