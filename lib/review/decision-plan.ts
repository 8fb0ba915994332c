import type { AttributeDefinition } from "@/lib/attributes/schema";
import { badInput, conflict, notFound } from "@/lib/errors";
import { planChanges } from "@/lib/layers/plan";
import type { AnnotationDto, LayerObject, SpanDto } from "@/lib/layers/schema";
import { ownerOf } from "@/lib/review/final-layer";
import type { FinalMark, ReviewCommandInput, UnitMember, WantedMark } from "@/lib/review/schema";
import { votedFor } from "@/lib/review/votes";
import { type CodePointIndex, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { AnnotationKindCode, reviewReasons, reviewVerdicts } from "@/lib/vocabulary";

/** What a step of a review is planned against: the round's places, the decisions in force, the annotators' objects. */
export type ReviewRound = {
  units: readonly { id: string; kind: AnnotationKindCode; state: string; members: UnitMember[] }[];
  decisions: ReadonlyMap<
    string,
    { id: string; verdict: string; result?: { marks: readonly FinalMark[] } | null }
  >;
  /** The annotations of each unit grouped by sameness in every field, by the unit's id. */
  alike: ReadonlyMap<string, readonly (readonly string[])[]>;
  objects: readonly LayerObject[];
  text: string;
  kinds: readonly string[];
  /** The project's own attributes, as they were published last. */
  attributes: readonly AttributeDefinition[];
};

/** A decision to append; `before` is the one it replaces, `newKind` asks for a new place that it is about. */
export type PlannedDecision = {
  unitId: string;
  verdict: (typeof reviewVerdicts)[number];
  reason: (typeof reviewReasons)[number] | null;
  comment: string | null;
  marks: readonly FinalMark[];
  inputs: readonly UnitMember[];
  before: string | null;
  newKind: AnnotationKindCode | null;
};

type Unit = ReviewRound["units"][number];

/**
 * The decisions that a command asks for. Throws notFound for a place that is not of this round, 409 `nothing-agreed`,
 * 400 `comment-needed`, `no-mark-of-layer`, `wrong-member`, `wrong-link`, and what `planChanges` throws for a mark.
 */
export function planDecisions(
  input: Exclude<ReviewCommandInput, { action: "undo" }>,
  round: ReviewRound,
  newId: () => string,
): PlannedDecision[] {
  switch (input.action) {
    case "accept-agreed": {
      const agreed = round.units.filter(
        (unit) => unit.state === "agreed" && (round.decisions.get(unit.id)?.verdict ?? "reopen") === "reopen",
      );
      if (agreed.length === 0) throw conflict("nothing-agreed", "There is no agreed place left to take.");
      return agreed.map((unit) => accept(round, unit, [], null, newId));
    }
    case "accept-voted": {
      const voted = round.units.flatMap((unit) => {
        if ((round.decisions.get(unit.id)?.verdict ?? "reopen") !== "reopen") return [];
        const first = votedFor({ alike: round.alike.get(unit.id) ?? [] }, input.votes)?.[0];
        const layerId = unit.members.find((member) => member.annotationId === first)?.layerId;
        return layerId ? [accept(round, unit, [layerId], null, newId)] : [];
      });
      if (voted.length === 0)
        throw conflict("nothing-agreed", "There is no open place left with so many votes.");
      return voted;
    }
    case "accept":
      return [accept(round, unitOf(round, input.unitId), input.layerIds, input.comment, newId)];
    case "amend": {
      const unit = unitOf(round, input.unitId);
      const marks = input.marks.map((mark) => ({
        ...checkMark(round, unit, unit.kind, mark, newId()),
        ...namedSources(round, unit, mark.readsId),
      }));
      return [
        { ...about(round, unit), verdict: "amend", reason: input.reason, comment: input.comment, marks },
      ];
    }
    case "reject": {
      if (input.reason === "other" && !input.comment)
        throw badInput("comment-needed", "Say in a comment why this is rejected.");
      const unit = unitOf(round, input.unitId);
      const { reason, comment } = input;
      return [{ ...about(round, unit), verdict: "reject", reason, comment, marks: [] }];
    }
    case "reopen": {
      const unit = unitOf(round, input.unitId);
      return [{ ...about(round, unit), verdict: "reopen", reason: null, comment: input.comment, marks: [] }];
    }
    case "add": {
      const mark = checkMark(round, null, input.kind, { ...input.mark, readsId: null }, newId());
      return [
        {
          unitId: newId(),
          verdict: "amend",
          reason: "missed",
          comment: input.comment,
          marks: [mark],
          inputs: [],
          before: null,
          newKind: input.kind,
        },
      ];
    }
  }
}

function unitOf(round: ReviewRound, unitId: string): Unit {
  const unit = round.units.find((one) => one.id === unitId);
  if (!unit) throw notFound();
  return unit;
}

function about(round: ReviewRound, unit: Unit) {
  return {
    unitId: unit.id,
    inputs: unit.members,
    before: round.decisions.get(unit.id)?.id ?? null,
    newKind: null,
  };
}

/** Takes the marks of the layers named (of the first one that has any, where none is) as they are. */
function accept(
  round: ReviewRound,
  unit: Unit,
  layerIds: readonly string[],
  comment: string | null,
  newId: () => string,
): PlannedDecision {
  const from = layerIds.length > 0 ? layerIds : unit.members.slice(0, 1).map((member) => member.layerId);
  const taken = unit.members.filter((member) => from.includes(member.layerId));
  if (taken.length === 0) throw badInput("no-mark-of-layer", "This annotator marked nothing in this place.");
  const marks = taken.map(({ annotationId }) => {
    const { kind, attributes, spans } = annotationOf(round, annotationId);
    return { id: newId(), kind, attributes, spans, readsId: annotationId };
  });
  return { ...about(round, unit), verdict: "accept", reason: null, comment, marks };
}

/** Sources that the decision in force names itself: amending a mark's words or fields does not give them up. */
function namedSources(round: ReviewRound, unit: Unit, readsId: string | null): Pick<FinalMark, "sourceIds"> {
  const marks = round.decisions.get(unit.id)?.result?.marks ?? [];
  const sourceIds = readsId ? marks.find((mark) => mark.readsId === readsId)?.sourceIds : undefined;
  return sourceIds ? { sourceIds } : {};
}

function annotationOf(round: ReviewRound, id: string): AnnotationDto {
  const object = round.objects.find((one) => one.id === id);
  if (object?.type !== "annotation") throw notFound();
  return object;
}

/** A mark as the final layer may hold it: quotes cut from the text, fields and roles checked as an annotator's are. */
function checkMark(
  round: ReviewRound,
  unit: Unit | null,
  kind: AnnotationKindCode,
  wanted: WantedMark,
  id: string,
): FinalMark {
  const also = wanted.alsoReadsIds ?? [];
  const read = [...(wanted.readsId ? [wanted.readsId] : []), ...also];
  if (read.some((one) => !unit?.members.some((member) => member.annotationId === one)))
    throw badInput("wrong-member", "The mark whose links are to be taken is not in this place.");
  const leaves = wanted.leavesIds ?? [];
  const own = round.objects.flatMap((one) =>
    one.type !== "suggestionAnswer" && read.includes(one.type === "annotation" ? one.id : ownerOf(one))
      ? [one.id]
      : [],
  );
  if (leaves.some((one) => !own.includes(one)))
    throw badInput("wrong-link", "The link that is to be left is none of the marks whose links are taken.");
  const index = indexCodePoints(round.text);
  const object = {
    type: "annotation" as const,
    id,
    kind,
    attributes: wanted.attributes,
    nestedInId: null,
    spans: wanted.spans.map((span) => quoted(index, span)),
  };
  const members = new Set(unit?.members.map((member) => member.annotationId));
  const said = round.objects.flatMap((one) =>
    one.type === "annotation" && members.has(one.id) ? [one.attributes] : [],
  );
  const { kinds, attributes } = round;
  const context = { textLength: index.length, kinds, attributes, said, objects: new Map() };
  const after = planChanges(context, [{ op: "put", object, revision: null }])[0]?.after;
  if (after?.type !== "annotation") throw badInput("wrong-type", "This is no mark.");
  const links = {
    ...(also.length > 0 ? { alsoReadsIds: also } : {}),
    ...(leaves.length > 0 ? { leavesIds: leaves } : {}),
  };
  return { id, kind, attributes: after.attributes, spans: after.spans, readsId: wanted.readsId, ...links };
}

function quoted(index: CodePointIndex, span: WantedMark["spans"][number]): SpanDto {
  if (span.end <= span.start) throw badInput("empty-span", "Select at least one visible character.");
  if (span.end > index.length) throw badInput("span-outside-text", "The span reaches beyond the text.");
  return { ...span, quote: sliceCodePoints(index, span) };
}
