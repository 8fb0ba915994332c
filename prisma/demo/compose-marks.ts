import { createHash } from "node:crypto";
import { z } from "zod";
import { type CommandInput, commandInput, objectInput } from "@/lib/layers/schema";
import { countCodePoints } from "@/lib/text/code-points";
import type { DemoAttribution, DemoClaim, DemoDuplicate, DemoMark, Quote } from "./mark-schema";

/** The text in which quotes are looked for, and its version. */
export type DemoText = { versionId: string; text: string };
/** What quotes and names are looked up in: the article itself, the others by title, the register by name. */
export type DemoContext = {
  layerId: string;
  own: DemoText;
  others: ReadonlyMap<string, DemoText>;
  sources: ReadonlyMap<string, string>;
};

/** An id that is the same in every run, so that a repeated seed repeats its commands instead of adding to them. */
export function stableId(...parts: string[]): string {
  const hex = createHash("sha256").update(parts.join("\n"), "utf8").digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** One command that makes these marks with their links. Throws where a quote is not in its text or a name unknown. */
export function composeCommand(context: DemoContext, marks: readonly DemoMark[]): CommandInput {
  const carried = new Set(
    marks.flatMap((mark) => ("attribution" in mark ? (mark.carries ?? []).map((one) => one.claim) : [])),
  );
  const made = marks.flatMap((mark): unknown[] => {
    if ("claim" in mark) return [claimObject(context, mark, carried.has(mark.claim))];
    return "attribution" in mark ? attributionObjects(context, mark) : duplicateObjects(context, mark);
  });
  const objects = z.array(objectInput).parse(made);
  // Annotations come first: links name them.
  const ordered = [
    ...objects.filter((object) => object.type === "annotation"),
    ...objects.filter((object) => object.type !== "annotation"),
  ];
  return commandInput.parse({
    commandId: stableId(context.layerId, "marks"),
    operations: ordered.map((object) => ({ op: "put", object, revision: null })),
  });
}

function claimObject(context: DemoContext, mark: DemoClaim, isCarried: boolean) {
  const { quantity } = mark;
  const elsewhere = isCarried ? "attributed" : "none-given";
  const quantities = quantity
    ? [{ ...quantity, max: quantity.qualifier === "at-least" ? null : (quantity.max ?? quantity.min) }]
    : [];
  return {
    type: "annotation",
    id: stableId(context.layerId, "claim", mark.claim),
    kind: "claim",
    attributes: {
      kind: mark.kind ?? "factual",
      origin: mark.isOwnReporting ? "own-reporting" : elsewhere,
      quantities,
    },
    spans: [{ role: "body", ...findQuote(context.own.text, mark.body) }],
  };
}

function attributionObjects(context: DemoContext, mark: DemoAttribution) {
  const { layerId, own } = context;
  const id = stableId(layerId, "attribution", mark.attribution);
  const span = (role: string, quote: Quote) => ({ role, ...findQuote(own.text, quote) });
  const annotation = {
    type: "annotation",
    id,
    kind: "attribution",
    attributes: {
      quoteType: mark.quoteType,
      attributionType: mark.attributionType ?? "assertion",
      sourceKind: mark.sourceKind,
    },
    nestedInId: mark.nestedIn ? stableId(layerId, "attribution", mark.nestedIn) : null,
    spans: [
      ...(mark.source ? [span("source", mark.source)] : []),
      ...(mark.cue ? [span("cue", mark.cue)] : []),
      ...mark.content.map((quote) => span("content", quote)),
    ],
  };
  const links = (mark.carries ?? []).map((one) => ({
    type: "claimLink",
    id: stableId(id, "carries", one.claim),
    attributionId: id,
    claimId: stableId(layerId, "claim", one.claim),
    role: one.role ?? "content",
    stance: one.stance ?? "asserts",
  }));
  const resolved = (mark.isSource ?? []).map((name) => ({
    type: "attributionSource",
    id: stableId(id, "source", name),
    attributionId: id,
    sourceId: named(context.sources, name),
  }));
  const rests = mark.restsOn
    ? [
        {
          type: "restsOn",
          id: stableId(id, "rests on"),
          attributionId: id,
          kind: mark.restsOn.kind,
          sourceId: mark.restsOn.source ? named(context.sources, mark.restsOn.source) : null,
          description: mark.restsOn.description ?? null,
        },
      ]
    : [];
  return [annotation, ...links, ...resolved, ...rests];
}

function duplicateObjects(context: DemoContext, mark: DemoDuplicate) {
  const id = stableId(context.layerId, "duplicate", mark.duplicate);
  const twin = named(context.others, mark.twin.title);
  const found = findQuote(twin.text, mark.twin.quote);
  return [
    {
      type: "annotation",
      id,
      kind: "duplicate",
      attributes: {},
      spans: [{ role: "body", ...findQuote(context.own.text, mark.body) }],
    },
    {
      type: "reuseLink",
      id: stableId(id, "reuse"),
      annotationId: id,
      passage: {
        id: stableId(id, "passage"),
        versionId: twin.versionId,
        quote: found.quote,
        spans: [found],
      },
      degree: mark.degree,
      direction: mark.direction,
      evidence: mark.evidence ?? null,
      lost: [...(mark.lost ?? [])],
    },
  ];
}

/**
 * The first place of a quote, in code points, or its first place inside the first place of a longer one. Throws where
 * it is not there.
 */
export function findQuote(text: string, wanted: Quote): { start: number; end: number; quote: string } {
  const quote = typeof wanted === "string" ? wanted : wanted.quote;
  const within = typeof wanted === "string" ? quote : wanted.within;
  const outer = text.indexOf(within);
  const inner = within.indexOf(quote);
  if (outer < 0 || inner < 0) throw new Error(`“${within}” is not in the text, or lacks “${quote}”.`);
  const start = countCodePoints(text.slice(0, outer + inner));
  return { start, end: start + countCodePoints(quote), quote };
}

function named<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`The demo has nothing named “${name}”.`);
  return found;
}
