import { z } from "zod";
import { counted } from "@/lib/counted";
import { anchorWords } from "@/lib/guidelines/anchors";
import { guidelineAnchor } from "@/lib/guidelines/schema";
import { verbs } from "@/lib/history/verbs";
import { roleTerms } from "@/lib/members/schema";

/** The words for an event's type: "layer.submitted" → "handed in an article"; an unknown type in plain order. */
export function sentenceOf(type: string): string {
  const known = verbs[type];
  if (known) return known;
  const [noun = type, verb = "changed"] = type.split(".");
  const words = (text: string) =>
    text
      .replace(/[-_]/g, " ")
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase();
  return `${words(verb)}: ${words(noun)}`;
}

const settingLabels: Record<string, string> = {
  name: "name",
  description: "description",
  kinds: "kinds of mark",
  annotatorsPerArticle: "annotators per article",
  layerMode: "how annotators work",
  reviewPolicy: "what is reviewed",
  samplePercent: "size of the sample",
  hideNames: "names in review",
  needsSignOff: "second reviewer",
  showsOthersAfter: "others' marks in feedback",
  truthScale: "truth scale",
  blockingChecks: "what stops a submission",
  showSuggestions: "when suggestions show",
  leaseMinutes: "time for an article",
};

const payloadShape = z.object({
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })).optional(),
  slotsAdded: z.number().optional(),
  slotsRemoved: z.number().optional(),
  number: z.number().optional(),
  role: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  reason: z.string().optional(),
  nothingToMark: z.boolean().optional(),
  anchor: guidelineAnchor.optional().catch(undefined),
  keptMarks: z.number().optional().catch(undefined),
});

/** The particulars of an event in a few words; null where its payload says nothing that a reader needs. */
export function detailOf(payload: unknown): string | null {
  const parsed = payloadShape.safeParse(payload);
  if (!parsed.success) return null;
  const {
    changes,
    slotsAdded = 0,
    slotsRemoved = 0,
    number,
    role,
    from,
    to,
    reason,
    nothingToMark,
    anchor,
    keptMarks,
  } = parsed.data;
  const parts = [
    ...Object.entries(changes ?? {}).map(([field, change]) => changeOf(field, change.from, change.to)),
    slotsAdded > 0 && `${slotsAdded} places added`,
    slotsRemoved > 0 && `${slotsRemoved} places taken away`,
    number !== undefined && `version ${number}`,
    anchor && anchorWords(anchor, []),
    keptMarks !== undefined && counted(keptMarks, "mark"),
    role && `as ${roleName(role)}`,
    from && to && `${roleName(from)} → ${roleName(to)}`,
    reason,
    nothingToMark && "nothing to mark",
  ].filter((part) => typeof part === "string");
  return parts.length > 0 ? parts.join(" · ") : null;
}

function changeOf(field: string, from: unknown, to: unknown): string {
  const label = settingLabels[field] ?? field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const plain = (value: unknown) =>
    Array.isArray(value) ? value.join(", ") : value === null || value === "" ? "nothing" : String(value);
  const isShort = [from, to].every((value) => plain(value).length <= 60);
  return isShort && !field.endsWith("Id") ? `${label}: ${plain(from)} → ${plain(to)}` : label;
}

function roleName(role: string): string {
  const term = Object.entries(roleTerms).find(([code]) => code === role);
  return term ? term[1].label.toLowerCase() : role;
}
