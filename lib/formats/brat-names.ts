import { z } from "zod";
import { linkShapes } from "@/lib/formats/link-shapes";
import { findUnstorable } from "@/lib/text/unstorable";
import type { AnnotationKindCode, SpanRole } from "@/lib/vocabulary";

/** The labels of PolNeAR (Newell et al. 2018) and ours for the two kinds that it does not have. */
const kinds: ReadonlyMap<string, AnnotationKindCode> = new Map([
  ["claim", "claim"],
  ["duplicate", "duplicate"],
]);
const roles: ReadonlyMap<string, SpanRole> = new Map([
  ["source", "source"],
  ["cue", "cue"],
  ["content", "content"],
  ["body", "body"],
]);

/** How labels are read: the kind of a text-bound, whether an event is an attribution, the role of its argument. */
export const rolesOf = {
  kind: (label: string): AnnotationKindCode | null => kinds.get(label.toLowerCase()) ?? null,
  isAttribution: (label: string): boolean => /^attribution(-no-source)?$/i.test(label),
  /** brat numbers arguments that repeat a role: `Content2`. */
  role: (name: string): SpanRole | null => roles.get(name.toLowerCase().replace(/\d+$/, "")) ?? null,
} as const;

export const relationNames = { claim: "Carries", nested: "NestedIn" } as const;
export const relationStance = { role: "LinkRole", stance: "Stance" } as const;

const extras = z.object({
  attributes: z.record(z.string(), z.json()).optional(),
  claims: z.array(z.string()).optional(),
  restsOn: z.array(linkShapes.restsOn.omit({ attribution: true })).optional(),
  sources: z.array(linkShapes.source).optional(),
  reuseLinks: z.array(linkShapes.reuseLink.omit({ annotation: true })).optional(),
});
export type BratExtras = z.infer<typeof extras>;

/** The note type under which we write, as JSON, what brat has no form for; null for a note that is none of ours. */
export const markExtras = {
  note: "Sourcebench",
  read(text: string): BratExtras | null {
    try {
      const value: unknown = JSON.parse(text);
      const parsed = findUnstorable(value) ? null : extras.safeParse(value);
      return parsed?.success ? parsed.data : null;
    } catch {
      return null;
    }
  },
} as const;
