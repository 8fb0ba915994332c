import { randomUUID } from "node:crypto";
import type { CardNetwork, NetworkMention } from "@/lib/cards/corroboration-input";
import { toCorroborationInput } from "@/lib/cards/corroboration-input";
import { corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { planChanges } from "@/lib/layers/plan";
import type { AnnotationDto, LayerObject, SpanDto } from "@/lib/layers/schema";
import { alignTexts } from "@/lib/reanchoring/align";
import { copyObjects } from "@/lib/review/copy-objects";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { type HoldingLink, heldClaims } from "@/lib/versions/held-claims";
import { placementOf } from "@/lib/versions/placement";
import { movePassage, planCarry } from "@/lib/versions/plan-carry";
import { planMoves } from "@/lib/versions/plan-moves";
import { findSuccessors } from "@/lib/versions/successors";

/** A final layer on a text, without a database; `held` by link. */
export type Final = {
  articleId: string;
  versionId: string;
  text: string;
  objects: readonly LayerObject[];
  held: ReadonlyMap<string, readonly string[]>;
};
export type CardRow = { id: string; claimId: string; attributionId: string | null };

export const sourceIds: readonly string[] = Array.from({ length: 5 }, () => randomUUID());

export function annotationsOf(objects: readonly LayerObject[]): AnnotationDto[] {
  return objects.flatMap((object) => (object.type === "annotation" && !object.deleted ? [object] : []));
}

function linksOf(final: Final) {
  const marks = new Map(annotationsOf(final.objects).map((mark) => [mark.id, mark]));
  return final.objects.flatMap((object) => {
    const mark = object.type === "reuseLink" ? marks.get(object.annotationId) : undefined;
    if (object.type !== "reuseLink" || !mark || !object.passage.versionId) return [];
    const near = { versionId: final.versionId, spans: mark.spans };
    const far = { versionId: object.passage.versionId, spans: object.passage.spans };
    const link: HoldingLink = { ends: [near, far], held: final.held.get(object.id) ?? [] };
    return [{ object, link, near, far }];
  });
}

/** What a card's page counts of these layers, read as lib/cards/network reads it from their rows. */
export function rangeOf(finals: readonly Final[], rows: readonly CardRow[], articleOf: Map<string, string>) {
  const place = new Map(
    finals.flatMap((one) => annotationsOf(one.objects).map((mark) => [mark.id, { one, mark }])),
  );
  const mentions = rows.flatMap((row): NetworkMention[] => {
    const at = place.get(row.claimId);
    if (!at) return [];
    const attributes = { kind: "factual", origin: "attributed", quantities: [] } as const;
    return [
      {
        ...row,
        ...{ isSame: true, attributes: { ...attributes, quantities: [] }, quote: "", stance: null },
        ...{ versionId: at.one.versionId, articleId: at.one.articleId, articleTitle: "" },
        ...{
          publishedAt: null,
          publisherId: null,
          spans: at.mark.spans.map(({ start, end }) => ({ start, end })),
        },
      },
    ];
  });
  const network: CardNetwork = {
    mentions,
    attributions: finals.flatMap((one) =>
      annotationsOf(one.objects).flatMap((mark) =>
        mark.kind !== "attribution"
          ? []
          : [
              {
                ...{ id: mark.id, articleId: one.articleId, nestedInId: mark.nestedInId, words: "" },
                sourceIds: one.objects.flatMap((link) =>
                  link.type === "attributionSource" && link.attributionId === mark.id ? [link.sourceId] : [],
                ),
                restsOn: one.objects.flatMap((link) =>
                  link.type === "restsOn" && link.attributionId === mark.id
                    ? [{ ...link, type: link.kind }]
                    : [],
                ),
              },
            ],
      ),
    ),
    reuse: finals.flatMap((one) =>
      linksOf(one).map(({ object, link, near, far }) => ({
        ...{ direction: object.direction, versionId: near.versionId, spans: [...near.spans] },
        ...{ passageVersionId: far.versionId, passageSpans: [...far.spans] },
        ...{ passageArticleId: articleOf.get(far.versionId) ?? "", heldClaimIds: [...link.held] },
      })),
    ),
    sources: sourceIds.map((id) => ({ id, name: `Source ${id}`, kind: "person", isHidden: false })),
    ...{ ancestors: [], judged: [], history: [] },
  };
  const input = toCorroborationInput({ id: "card", statement: "It is so.", type: "content" }, network);
  const [result] = corroborate(corroborationInputSchema.parse(input));
  if (!result) throw new Error("No card.");
  return result;
}

/** Where an orphan is placed: a span of the newer text for each of the lost. */
export type Placing = (text: string, at: number) => Span;

/**
 * What a newer text makes of an article that is looked through, its orphans placed one after another in the order of
 * `order`, and of the others that link to it: as the commands do it, on objects instead of rows.
 */
export function addText(
  former: Final,
  others: readonly Final[],
  rows: readonly CardRow[],
  text: string,
  place: Placing,
  order: (ids: readonly string[]) => string[],
): { finals: Final[]; rows: CardRow[]; versionId: string } {
  const versionId = randomUUID();
  const texts = { formerVersionId: former.versionId, versionId };
  const alignment = alignTexts(former.text, text);
  const index = indexCodePoints(text);
  const plan = planCarry(former.objects, alignment, texts, randomUUID);
  const present = new Map(plan.changes.map(({ after }) => [after.id, after]));
  const standIns = new Map(
    plan.marks.flatMap((mark) => (mark.after ? [[mark.former.id, mark.after.id] as const] : [])),
  );
  const orphans = plan.marks.filter((mark) => mark.after === null).map((mark) => mark.former);
  for (const [at, id] of order(orphans.map((one) => one.id)).entries()) {
    const orphan = orphans.find((one) => one.id === id);
    if (!orphan) continue;
    const span = place(text, at);
    const spans: SpanDto[] = [
      {
        role: orphan.kind === "attribution" ? "content" : "body",
        ...span,
        quote: sliceCodePoints(index, span),
      },
    ];
    const operations = placementOf(id, spans, former.objects, [...present.values()], standIns, randomUUID);
    const context = {
      textLength: index.length,
      kinds: ["claim", "attribution", "duplicate"],
      objects: present,
    };
    const changes = planChanges(context, operations);
    for (const { after } of changes) present.set(after.id, after);
    const made = changes.find(({ before, after }) => before === null && after.type === "annotation");
    if (made) standIns.set(id, made.after.id);
  }
  const copies = new Map<string, string>();
  const objects = copyObjects([...present.values()], copies, randomUUID).map(({ after }) => after);
  const lineage = annotationsOf([...present.values()]).flatMap((mark) => {
    const formerId = [...standIns].find(([, id]) => id === mark.id)?.[0];
    return formerId ? [{ ...mark, formerId, markId: mark.id, decidedAs: [copies.get(mark.id) ?? ""] }] : [];
  });
  const successors = findSuccessors(lineage, annotationsOf(objects));
  const nowOf = new Map(annotationsOf(objects).map((mark) => [mark.id, mark]));
  const claims = annotationsOf(former.objects).flatMap((mark) =>
    mark.kind === "claim" ? [{ ...mark, now: nowOf.get(successors.get(mark.id) ?? "") ?? null }] : [],
  );
  const newer: Final = { ...former, versionId, text, objects, held: new Map() };
  const held = new Map<string, string[]>();
  for (const { object, link } of linksOf(former))
    for (const then of linksOf(newer))
      if (then.object.annotationId === successors.get(object.annotationId))
        held.set(then.object.id, [
          ...(held.get(then.object.id) ?? []),
          ...heldClaims(link, then.link, texts, claims),
        ]);
  const followed = others.map((other): Final => {
    const moved: Final = {
      ...other,
      objects: other.objects.map((object) =>
        object.type === "reuseLink"
          ? { ...object, passage: movePassage(object.passage, alignment, texts, randomUUID) }
          : object,
      ),
    };
    const after = new Map(linksOf(moved).map((one) => [one.object.id, one.link]));
    return {
      ...moved,
      held: new Map(
        linksOf(other).map(({ object, link }) => [
          object.id,
          heldClaims(link, after.get(object.id) ?? link, texts, claims),
        ]),
      ),
    };
  });
  const carriers = new Map<string, string[]>();
  for (const link of objects)
    if (link.type === "claimLink")
      carriers.set(link.claimId, [...(carriers.get(link.claimId) ?? []), link.attributionId]);
  const ours = new Set(claims.map((claim) => claim.id));
  const moves = planMoves(
    rows.filter((row) => ours.has(row.claimId)).map((row) => ({ ...row, cardId: "card", isOff: false })),
    successors,
    carriers,
  );
  return {
    finals: [{ ...newer, held }, ...followed],
    rows: [
      ...rows.filter((row) => !ours.has(row.claimId)),
      ...moves.moved.map(({ mention, claimId, attributionId }) => ({
        id: mention.id,
        claimId,
        attributionId,
      })),
    ],
    versionId,
  };
}
