import { z } from "zod";
import type { SpanDto } from "@/lib/layers/schema";
import type { Span } from "@/lib/text/span";
import type { CarriedItemDto } from "@/lib/versions/schema";
import { spanRoles } from "@/lib/vocabulary";

const place = z.tuple([z.number(), z.number()]);

/** As stored with a carried mark: each former span with where it stands in the newer text, offsets in code points. */
export const carriedParts = z.array(
  z.object({ role: z.enum(spanRoles), before: place, after: place.nullable() }),
);
export type CarriedParts = z.infer<typeof carriedParts>;

/** What is stored of a former mark's spans and of where each stands now, in the same order. */
export function storedParts(spans: readonly SpanDto[], found: readonly (Span | null)[]): CarriedParts {
  return spans.map(({ role, start, end }, at) => {
    const now = found[at];
    return { role, before: [start, end], after: now ? [now.start, now.end] : null };
  });
}

/** The spans of a former mark with where each stands now by what was stored; null where one of them is not among it. */
export function readParts(spans: readonly SpanDto[], stored: CarriedParts): CarriedItemDto["parts"] | null {
  const parts = spans.map(({ role, start, end, quote }) => {
    const part = stored.find((one) => one.role === role && one.before[0] === start && one.before[1] === end);
    const after = part?.after ? { start: part.after[0], end: part.after[1] } : null;
    return part ? { role, quote, before: { start, end }, after } : null;
  });
  return parts.every((part) => part !== null) ? parts : null;
}
