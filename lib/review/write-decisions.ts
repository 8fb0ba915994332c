import "server-only";
import { readAttributes } from "@/lib/attributes/queries";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { PlannedDecision, ReviewRound } from "@/lib/review/decision-plan";
import { readDecisions, readUnits, type StoredDecision, toDecisionDto } from "@/lib/review/decisions";
import { unitsOf } from "@/lib/review/layer-marks";
import type { UnitDto } from "@/lib/review/schema";
import { submittedLayers } from "@/lib/review/submitted-objects";
import { type FinalLayer, writeFinalLayer } from "@/lib/review/write-final";

/** What a step is planned against: a round's places with the decisions in force, the annotators' marks, the text. */
export async function readRound(
  t: Tx,
  articleId: string,
  versionId: string,
  round: number,
): Promise<ReviewRound> {
  const [units, layers, version] = [
    await readUnits(t, articleId, round),
    await submittedLayers(t, articleId),
    await t.articleVersion.findUniqueOrThrow({
      where: { id: versionId },
      select: { text: true, article: { select: { projectId: true, project: { select: { kinds: true } } } } },
    }),
  ];
  const decisions = await readDecisions(
    t,
    units.map((unit) => unit.id),
  );
  const found = unitsOf(layers.map((layer) => ({ layerId: layer.id, objects: layer.objects })));
  const byMember = new Map(found.flatMap((unit) => unit.alike.flat().map((id) => [id, unit] as const)));
  return {
    units,
    alike: new Map(
      units.map((unit) => [unit.id, byMember.get(unit.members[0]?.annotationId ?? "")?.alike ?? []]),
    ),
    decisions,
    objects: layers.flatMap((layer) => layer.objects),
    text: version.text,
    kinds: version.article.project.kinds,
    attributes: await readAttributes(t, version.article.projectId),
  };
}

/** A decision as it was appended; `before` is the one it replaces, `added` the place made for it. */
export type Written = { decision: StoredDecision; before: string | null; added?: UnitDto };

/**
 * Appends decisions with their events and brings the final layer, which must be open, to what they say. The caller
 * holds the article's lock; `command` names the step they belong to.
 */
export async function writeDecisions(
  t: Tx,
  actor: Actor,
  layer: FinalLayer,
  round: number,
  planned: readonly PlannedDecision[],
  command: { id: string; bodyHash: string; undoes: string | null },
): Promise<Written[]> {
  const { projectId, articleId } = layer;
  const place = { projectId, articleId };
  const written = await appendDecisions(t, actor, place, round, planned);
  await recordEvents(
    t,
    written.map(({ decision, before }) => ({
      type: "unit.decided",
      actorId: actor.userId,
      ...place,
      layerId: layer.id,
      subjectId: decision.unitId,
      commandId: command.id,
      payload: { before, after: decision.id, verdict: decision.verdict },
    })),
  );
  await writeFinalLayer(t, layer, round, actor.userId, command);
  return written;
}

async function appendDecisions(
  t: Tx,
  actor: Actor,
  place: { projectId: string; articleId: string },
  round: number,
  planned: readonly PlannedDecision[],
): Promise<Written[]> {
  const last = await t.reviewUnit.aggregate({
    where: { articleId: place.articleId, round },
    _max: { ordinal: true },
  });
  let ordinal = last._max.ordinal ?? 0;
  const written: Written[] = [];
  for (const item of planned) {
    if (item.newKind) {
      ordinal += 1;
      await t.reviewUnit.create({
        data: {
          id: item.unitId,
          ...place,
          round,
          ordinal,
          kind: item.newKind,
          state: "adjudicated",
          members: [],
        },
      });
    }
    const result = item.marks.length > 0 ? { marks: [...item.marks] } : null;
    const { verdict, reason, comment, unitId, inputs } = item;
    const row = await t.reviewDecision.create({
      data: {
        projectId: place.projectId,
        unitId,
        verdict,
        reason,
        comment,
        result: result ?? undefined,
        decidedById: actor.userId,
        inputs: { create: inputs.map(({ annotationId, revision }) => ({ annotationId, revision })) },
      },
      select: { id: true },
    });
    const decision = {
      id: row.id,
      projectId: place.projectId,
      unitId,
      verdict,
      reason,
      comment,
      result,
      decidedById: actor.userId,
    };
    const span = item.marks[0]?.spans[0] ?? null;
    const added = item.newKind && {
      id: unitId,
      ordinal,
      kind: item.newKind,
      state: "adjudicated" as const,
      members: [],
      span: span && { start: span.start, end: span.end },
      differences: [],
      alike: [],
      decision: toDecisionDto(decision),
    };
    written.push({ decision, before: item.before, ...(added ? { added } : {}) });
  }
  return written;
}
