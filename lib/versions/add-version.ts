import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { projectRole, recordLayerView } from "@/lib/access";
import { type VersionFacts, versionParts } from "@/lib/articles/version-sql";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import { parsePublished } from "@/lib/intake/dates";
import { type Actor, can } from "@/lib/policy";
import { alignTexts } from "@/lib/reanchoring/align";
import { isWithdrawnText } from "@/lib/redaction/queries";
import { objectsOfLayer } from "@/lib/review/submitted-objects";
import { openLayer } from "@/lib/slots/open-layer";
import { countCodePoints } from "@/lib/text/code-points";
import { carriedItems, worstFirst } from "@/lib/versions/carried-items";
import { replacedReason } from "@/lib/versions/final-sql";
import { readFormerFinal } from "@/lib/versions/former-final";
import { type CarryPlan, planCarry } from "@/lib/versions/plan-carry";
import { keepBlocks, readContent } from "@/lib/versions/read-content";
import type {
  AddedVersionDto,
  CarriedItemDto,
  LinksLost,
  NewVersionInput,
  VersionContent,
  VersionPreviewDto,
} from "@/lib/versions/schema";
import { isCarriedOver, readVersionStanding, refusalOf, type VersionStanding } from "@/lib/versions/standing";
import { findUnchanged } from "@/lib/versions/waiting-text";

/** Marks named in a preview. */
const MOST_ITEMS = 200;
const nothingLost: LinksLost = { claimLinks: 0, sources: 0, restsOn: 0, nested: 0, reuse: 0 };
const nothingCarried = { counts: { exact: 0, moved: 0, orphaned: 0 }, linksLost: nothingLost };

/**
 * What adding a text to an article would do: how each mark of what is final would come over, what would be lost, and why
 * it cannot be added as things stand. Writes nothing but that its marks were looked at. Throws notFound, forbidden, and what `readContent` throws.
 */
export async function previewVersion(
  actor: Actor,
  input: NewVersionInput,
  tx: Tx = db(),
): Promise<VersionPreviewDto> {
  const standing = await readVersionStanding(actor, input.articleId, tx);
  const { text, warnings } = await readText(actor, standing, input.content, tx);
  const carried = await planFor(tx, actor, input.articleId, standing, text.text);
  if (carried && carried.items.length > 0) await recordLayerView(actor, input.articleId, tx);
  return {
    isSameText: text.text === standing.text,
    length: countCodePoints(text.text),
    counts: carried?.counts ?? nothingCarried.counts,
    linksLost: carried?.linksLost ?? nothingLost,
    items: carried?.items ?? [],
    warnings: (await isWithdrawnText(tx, text.text))
      ? [...warnings, "An administrator withdrew this very text for good before."]
      : warnings,
    people: carried ? await listPeople(tx, standing.projectId, input.articleId) : [],
    refusal: refusalOf(standing, text.text),
  };
}

/** The text that somebody sent; of one that waits in an import and was not changed its bytes and blocks, too. */
async function readText(
  actor: Actor,
  { slug, title, language }: VersionStanding,
  content: VersionContent,
  tx?: Tx,
): ReturnType<typeof readContent> {
  const facts = { headline: title, language };
  if (content.kind !== "waiting") return readContent(content, facts);
  const kept = await findUnchanged(actor, slug, content.waiting, content.text, tx);
  return kept ? { text: kept, warnings: [] } : readContent({ kind: "paste", text: content.text }, facts);
}

/**
 * What would be carried from the article's final layer to a text; null where nobody is needed to look it through, and for
 * whoever may not see that layer (they work on the article, or are measured by it).
 */
async function planFor(
  tx: Tx,
  actor: Actor,
  articleId: string,
  standing: VersionStanding,
  text: string,
): Promise<(CarryPlan & { items: CarriedItemDto[] }) | null> {
  if (!isCarriedOver(standing)) return null;
  const current = await tx.layer.findFirst({
    where: { versionId: standing.versionId, kind: "adjudicated", state: "closed" },
    select: { id: true },
  });
  const former = current ? null : await readFormerFinal(tx, articleId);
  const layerId = current?.id ?? former?.layerId;
  if (layerId && !(await seesMarks(tx, actor, layerId, standing.untouchedId))) return null;
  const place = { formerVersionId: former?.versionId ?? standing.versionId, versionId: randomUUID() };
  const objects = layerId ? await objectsOfLayer(tx, layerId) : [];
  const alignment = alignTexts(former?.text ?? standing.text, text);
  const plan = planCarry(objects, alignment, place, randomUUID);
  const items = carriedItems(plan.marks, alignment).toSorted(worstFirst).slice(0, MOST_ITEMS);
  return { ...plan, items };
}

/** Whether the actor sees a final layer, or has a layer that began with its marks. */
async function seesMarks(tx: Tx, actor: Actor, layerId: string, ownId: string | null): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT 1 FROM final_layers(${actor.userId}::uuid) l WHERE l."id" = ${layerId}::uuid
    UNION ALL
    SELECT 1 FROM "Layer" l WHERE l."id" = ${ownId}::uuid AND l."ownerId" = ${actor.userId}::uuid`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

const personRows = z.array(
  z.object({ id: z.string(), name: z.string(), role: z.string(), annotatedBefore: z.boolean() }),
);

async function listPeople(
  tx: Tx,
  projectId: string,
  articleId: string,
): Promise<VersionPreviewDto["people"]> {
  const rows = personRows.parse(
    await tx.$queryRaw`
      SELECT u."id", u."name", m."role"::text,
             EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = ${articleId}::uuid AND s."personId" = u."id" AND s."state" <> 'skipped') AS "annotatedBefore"
        FROM "Member" m JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
       WHERE m."projectId" = ${projectId}::uuid AND m."role" <> 'viewer'
       ORDER BY 4 DESC, u."name", u."id" LIMIT 200`,
  );
  return rows.filter((row) => can(row.role, "layer.annotate")).map(({ role: _role, ...row }) => row);
}

/**
 * Adds a newer text to an article. One that nobody has begun simply has it from then on. A finished one is open again for
 * one person, whose layer begins with what was final; until they have handed in and the review has ended, what was final
 * stays what counts. One that only just got a newer text, untouched since or given back, gets this one instead. Throws notFound,
 * forbidden, what `readContent` throws, 409 with the code of `refusalOf`, badInput `not-an-annotator`.
 */
export async function addVersion(actor: Actor, input: NewVersionInput, tx?: Tx): Promise<AddedVersionDto> {
  const seen = await readVersionStanding(actor, input.articleId, tx);
  const { text } = await readText(actor, seen, input.content, tx);
  return inTransaction(tx, async (t) => {
    const standing = await readVersionStanding(actor, input.articleId, t, true);
    const refusal = refusalOf(standing, text.text);
    if (refusal) throw conflict(refusal.code, refusal.message);
    const annotatorId = isCarriedOver(standing) ? (input.annotatorId ?? actor.userId) : null;
    if (annotatorId) await requireAnnotator(t, annotatorId, standing.projectId);
    const versionId = randomUUID();
    const number = standing.number + 1;
    const blocks = keepBlocks(text, standing);
    await t.$executeRaw`
      WITH article AS (SELECT a."id", a."projectId" FROM "Article" a WHERE a."id" = ${input.articleId}::uuid),
      ${versionParts(versionId, { ...text, blocks }, factsOf(actor, input, standing))}
      SELECT 1`;
    const begun = annotatorId ? await giveTo(t, input.articleId, standing, annotatorId) : null;
    const { articleId, change, note } = input;
    const { counts, linksLost } = begun ?? nothingCarried;
    await recordEvents(t, [
      {
        type: "article.version-added",
        actorId: actor.userId,
        projectId: standing.projectId,
        articleId,
        subjectId: articleId,
        payload: { versionId, number, change, note, annotatorId, counts, linksLost },
      },
    ]);
    return { articleId, versionId, number, layerId: begun?.layerId ?? null, annotatorId, counts, linksLost };
  });
}

function factsOf(actor: Actor, input: NewVersionInput, standing: VersionStanding): VersionFacts {
  const changed = input.changedAt ? parsePublished(input.changedAt) : null;
  return {
    number: standing.number + 1,
    change: input.change,
    note: input.note,
    changedAt: changed?.publishedHasZone ? new Date(changed.publishedAt) : null,
    changedText: changed && !changed.publishedHasZone ? changed.publishedAt : null,
    addedById: actor.userId,
    roundsBefore: standing.rounds,
  };
}

async function requireAnnotator(t: Tx, userId: string, projectId: string): Promise<void> {
  const person = await t.user.findUnique({ where: { id: userId }, select: { disabledAt: true } });
  const who = { userId, name: "", isAdmin: false, sessionId: null };
  if (!person || person.disabledAt || !can(await projectRole(who, projectId, t), "layer.annotate"))
    throw badInput("not-an-annotator", "Choose somebody of this project who annotates.");
}

const slotRows = z.tuple([z.object({ id: z.string() })]);

/** Opens the article again for one person: their earlier place, or a new one, and the layer that they look through. */
async function giveTo(
  t: Tx,
  articleId: string,
  standing: VersionStanding,
  userId: string,
): Promise<{ layerId: string } & Pick<AddedVersionDto, "counts" | "linksLost">> {
  if (standing.state === "open") {
    // Nobody waits for the text that this one replaces: not whom it was given to (of a shared layer they have no layer), nor who would take it.
    if (standing.untouchedId)
      await t.$executeRaw`
        UPDATE "Layer" SET "state" = 'closed', "revision" = "revision" + 1 WHERE "id" = ${standing.untouchedId}::uuid`;
    await t.$executeRaw`
      UPDATE "Slot" SET "state" = 'skipped', "skipReason" = ${replacedReason}, "leaseUntil" = NULL
       WHERE "articleId" = ${articleId}::uuid AND "state" IN ('taken', 'returned', 'stalled') AND "kind" <> 'gold'`;
    await t.$executeRaw`
      DELETE FROM "Slot" WHERE "articleId" = ${articleId}::uuid AND "state" = 'open' AND "kind" <> 'gold'`;
  }
  await t.article.update({
    where: { id: articleId },
    data: {
      state: "open",
      reviewerId: null,
      settledById: null,
      settledAt: null,
      reviewAgreement: null,
      reviewConflicts: null,
      reviewReadyAt: null,
    },
  });
  // A layer of an earlier text gives its place up to the one of the newer; what it was is told by the layer.
  await t.$executeRaw`
    UPDATE "Layer" l SET "slotId" = NULL FROM "Slot" s
     WHERE s."id" = l."slotId" AND s."articleId" = ${articleId}::uuid AND s."personId" = ${userId}::uuid`;
  const [slot] = slotRows.parse(
    await t.$queryRaw`
      INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "priority", "articleNumber", "personId", "state", "takenAt", "leaseUntil")
      SELECT gen_random_uuid(), a."projectId", a."id", coalesce((SELECT max(o."ordinal") FROM "Slot" o WHERE o."articleId" = a."id"), 0) + 1,
             a."priority", a."number", ${userId}::uuid, 'taken', now(), now() + make_interval(mins => p."leaseMinutes")
        FROM "Article" a JOIN "Project" p ON p."id" = a."projectId" WHERE a."id" = ${articleId}::uuid
      ON CONFLICT ("articleId", "personId")
      DO UPDATE SET "state" = 'taken', "kind" = 'ordinary', "takenAt" = excluded."takenAt", "leaseUntil" = excluded."leaseUntil",
                    "submittedAt" = NULL, "skipReason" = NULL
      RETURNING "id"`,
  );
  const { layerId, carried } = await openLayer(t, { userId }, { slotId: slot.id, articleId }, "person");
  const { counts, linksLost } = carried ?? nothingCarried;
  return { layerId, counts, linksLost };
}
