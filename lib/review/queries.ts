import "server-only";
import { createHash } from "node:crypto";
import { readAttributes } from "@/lib/attributes/queries";
import { db, type Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { LayerObject } from "@/lib/layers/schema";
import { type Actor, can } from "@/lib/policy";
import { readSteps } from "@/lib/review/decide";
import { readDecisions, readUnits, toDecisionDto } from "@/lib/review/decisions";
import { placeKeys, unitsOf } from "@/lib/review/layer-marks";
import { type LinkNames, linkTexts, ownLinks } from "@/lib/review/link-texts";
import { newestRound } from "@/lib/review/rounds";
import type { ReviewDto, ReviewLayer, ReviewMark, ReviewStanding, UnitDto } from "@/lib/review/schema";
import { readStanding, refuseOwnWork, requireReviewing } from "@/lib/review/standing";
import { submittedLayers } from "@/lib/review/submitted-objects";
import { hullOf } from "@/lib/text/span";

/** How an article stands for somebody who would review it, without a word of what was marked. */
export async function getReviewStanding(actor: Actor, articleId: string): Promise<ReviewStanding> {
  const {
    projectId: _project,
    reviewerId: _reviewer,
    settledById: _settler,
    role: _role,
    ...standing
  } = await readStanding(actor, articleId);
  return standing;
}

/**
 * Everything the adjudication screen shows, for the person who reviews the article now. Throws 404, 403 for one's own
 * work, 409 `not-reviewing` or `review-taken`.
 */
export async function getReview(actor: Actor, articleId: string, tx: Tx = db()): Promise<ReviewDto> {
  const standing = await readStanding(actor, articleId, tx);
  refuseOwnWork(standing);
  requireReviewing(actor, standing);
  const [project, final, submitted, round] = await Promise.all([
    tx.project.findUniqueOrThrow({
      where: { id: standing.projectId },
      select: { kinds: true, hideNames: true },
    }),
    tx.layer.findFirst({
      where: { articleId, kind: "adjudicated", state: "open" },
      select: { id: true, versionId: true },
    }),
    submittedLayers(tx, articleId),
    newestRound(tx, articleId),
  ]);
  if (!final) throw conflict("not-reviewing", "Open this article from the queue first.");
  const layers = await nameLayers(tx, articleId, submitted, project.hideNames);
  return {
    articleId,
    versionId: final.versionId,
    layerId: final.id,
    kinds: project.kinds,
    attributes: await readAttributes(tx, standing.projectId),
    mayPrepare: can(standing.role, "article.prepare"),
    round,
    layers: layers.map(({ objects: _objects, ...layer }) => layer),
    marks: await marksIn(tx, layers),
    units: await unitsIn(tx, articleId, round, layers),
    steps: await readSteps(tx, actor, final.id),
    signOff: {
      isSigning: standing.settled !== null,
      settledBy: standing.settled?.by ?? null,
      returned: standing.settled ? null : await readReturned(tx, articleId),
    },
  };
}

/** What the latest second reviewer of an article asked for, who sent it back. */
async function readReturned(tx: Tx, articleId: string): Promise<{ by: string; comment: string } | null> {
  const last = await tx.signOff.findFirst({ where: { articleId }, orderBy: { number: "desc" } });
  if (last?.verdict !== "returned" || !last.comment) return null;
  const user = await tx.user.findUnique({ where: { id: last.signedById }, select: { name: true } });
  return { by: user?.name ?? "Somebody", comment: last.comment };
}

export type NamedLayer = ReviewLayer & { objects: LayerObject[] };

/** The layers in an order that is fixed for the article and, where names are hidden, tells nothing about who is who. */
export async function nameLayers(
  tx: Tx,
  articleId: string,
  submitted: readonly { id: string; kind: string; objects: LayerObject[] }[],
  isNameHidden: boolean,
): Promise<NamedLayer[]> {
  const owners = await tx.layer.findMany({
    where: { id: { in: submitted.map((layer) => layer.id) } },
    select: { id: true, isNothingToMark: true, submittedAt: true, owner: { select: { name: true } } },
  });
  const byId = new Map(owners.map((owner) => [owner.id, owner]));
  const rank = (id: string) => createHash("sha256").update(`${articleId} ${id}`).digest("hex");
  return [...submitted]
    .toSorted((a, b) => (rank(a.id) < rank(b.id) ? -1 : 1))
    .map((layer, index) => {
      const owner = byId.get(layer.id);
      const name = layer.kind === "shared" ? "Shared layer" : isNameHidden ? null : owner?.owner?.name;
      return {
        id: layer.id,
        letter: String.fromCharCode(65 + (index % 26)),
        name: name ?? `Annotator ${index + 1}`,
        marks: layer.objects.filter((object) => object.type === "annotation").length,
        isNothingToMark: owner?.isNothingToMark ?? false,
        objects: layer.objects,
      };
    });
}

async function marksIn(tx: Tx, layers: readonly NamedLayer[]): Promise<ReviewMark[]> {
  const names = await readLinkNames(
    tx,
    layers.flatMap((layer) => layer.objects),
  );
  const keys = placeKeys(layers.map(({ id, objects }) => ({ layerId: id, objects })));
  return layers.flatMap(({ id: layerId, objects }) =>
    objects.flatMap((object): ReviewMark[] => {
      if (object.type !== "annotation") return [];
      const links = linkTexts(object.id, objects, names);
      return [{ ...object, layerId, links, ownLinks: ownLinks(object.id, objects, keys, names) }];
    }),
  );
}

/** Names of the sources and titles of the articles that links refer to. */
export async function readLinkNames(tx: Tx, objects: readonly LayerObject[]): Promise<LinkNames> {
  const sourceIds = objects.flatMap((object) =>
    (object.type === "attributionSource" || object.type === "restsOn") && object.sourceId
      ? [object.sourceId]
      : [],
  );
  const versionIds = objects.flatMap((object) =>
    object.type === "reuseLink" && object.passage.versionId ? [object.passage.versionId] : [],
  );
  const [sources, versions] = await Promise.all([
    tx.source.findMany({ where: { id: { in: sourceIds } }, select: { id: true, name: true } }),
    tx.articleVersion.findMany({
      where: { id: { in: versionIds } },
      select: { id: true, article: { select: { title: true } } },
    }),
  ]);
  return {
    sources: new Map(sources.map((source) => [source.id, source.name])),
    titles: new Map(versions.map((version) => [version.id, version.article.title])),
  };
}

/** The round's places with where they differ, in reading order; places taken back after being added are left out. */
async function unitsIn(
  tx: Tx,
  articleId: string,
  round: number,
  layers: readonly NamedLayer[],
): Promise<UnitDto[]> {
  const stored = await readUnits(tx, articleId, round);
  const decisions = await readDecisions(
    tx,
    stored.map((unit) => unit.id),
  );
  const found = unitsOf(layers.map((layer) => ({ layerId: layer.id, objects: layer.objects })));
  const byMember = new Map(
    found.flatMap((unit) => unit.people.flatMap((one) => one.annotationIds.map((id) => [id, unit] as const))),
  );
  return stored.map((unit) => {
    const match = byMember.get(unit.members[0]?.annotationId ?? "");
    const decision = toDecisionDto(decisions.get(unit.id));
    const own = decision?.marks.flatMap((mark) => mark.spans) ?? [];
    return {
      id: unit.id,
      ordinal: unit.ordinal,
      kind: unit.kind,
      state: unit.state,
      members: unit.members.map(({ layerId, annotationId }) => ({ layerId, annotationId })),
      span: match?.span ?? hullOf(own),
      differences: match?.differences.map((one) => one.field) ?? [],
      alike: match?.alike ?? [],
      decision,
    };
  });
}
