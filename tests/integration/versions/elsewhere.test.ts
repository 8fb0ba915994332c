import { afterAll, describe, expect, it } from "vitest";
import { createCard } from "@/lib/cards/commands";
import { closeDb, db, inTransaction } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { addMissingSlots } from "@/lib/projects/wanted-slots";
import { withdrawArticle } from "@/lib/redaction/commands";
import { finishReview, startReview } from "@/lib/review/commands";
import { answerDispute, raiseDispute } from "@/lib/review/disputes";
import { getOutcome } from "@/lib/review/outcome-queries";
import { getReview } from "@/lib/review/queries";
import { readSubmittedLayers } from "@/lib/review/submitted-layers";
import { releaseSlot, skipSlot, submitLayer } from "@/lib/slots/commands";
import { sweepExpired } from "@/lib/slots/expire";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { listCarried } from "@/lib/versions/carried-queries";
import { letGo } from "@/lib/versions/settle-orphans";
import { connect } from "../../../prisma/migrate.mjs";
import { createDatabase } from "../../support/database";
import { actorFor, makeProject, makeUser } from "../../support/factories";
import { importJsonl } from "../../support/import-jsonl";
import { restoreOrigin } from "../../support/restore-origin";
import { settleAll, unitOf } from "../../support/reviewed";
import { tablesWith } from "../../support/tables-with";
import {
  add,
  correctedText,
  finalClaims,
  firstText,
  makeFinished,
  makeNewsroom,
  type Newsroom,
} from "../../support/versions";

const database = await createDatabase();
const superuser = await connect(database.superUrl);
afterAll(async () => {
  await superuser.end();
  await closeDb();
});

async function finish(room: Newsroom, layerId: string, reason = "The count was corrected.") {
  for (const item of (await listCarried(room.mia, layerId)).items)
    if (item.how === "orphaned") await letGo(room.mia, { carriedId: item.id, reason });
  await submitLayer(room.mia, layerId, { nothingToMark: false });
}

describe("places on a newer text", () => {
  it("go on as they began, whoever has them: given back, freed by a manager, or left too long", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const { layerId } = await add(room.rita, article.id, correctedText, { annotatorId: room.ana.userId });
    await skipSlot(room.ana, layerId, { reason: "No time." });
    const taken = await takeNextSlot(room.ben, room.project.slug);
    expect(taken?.articleId).toBe(article.id);
    expect(await listCarried(room.ben, taken?.layerId ?? "")).toMatchObject({ open: 2, from: 1, to: 2 });
    await db().slot.update({ where: { id: taken?.slotId }, data: { leaseUntil: new Date(0) } });
    await sweepExpired();
    expect(await db().slot.findUniqueOrThrow({ where: { id: taken?.slotId } })).toMatchObject({
      state: "stalled",
    });
    await releaseSlot(room.mia, taken?.slotId ?? "");
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "open",
    });
    expect(await db().slot.count({ where: { articleId: article.id, state: "open" } })).toBe(1);
  });

  it("are no more than one, however many annotators the project wants from now on", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    await add(room.mia, article.id, correctedText);
    expect(await inTransaction(undefined, (tx) => addMissingSlots(tx, room.project.id, 3))).toBe(0);
    expect(await db().slot.count({ where: { articleId: article.id, state: "open" } })).toBe(0);
  });
});

describe("agreement", () => {
  it("is of what people marked by themselves: a newer text changes nothing in it", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const before = await readSubmittedLayers(null, [article.id]);
    expect(before.map((one) => one.name)).toHaveLength(2);
    const { layerId } = await add(room.mia, article.id, correctedText);
    expect(await readSubmittedLayers(null, [article.id])).toEqual(before);
    await finish(room, layerId);
    const after = await readSubmittedLayers(null, [article.id]);
    const ofFirst = after.filter((one) => one.versionId === article.versionId);
    expect(ofFirst).toEqual(before);
    // The newer text has its final layer and nobody to compare with it.
    expect(after.filter((one) => one.versionId !== article.versionId).map((one) => one.ownerId)).toEqual([
      null,
    ]);
    const outcomes = await db().outcome.findMany({ where: { articleId: article.id } });
    expect(outcomes.map((one) => one.personId)).toEqual([room.ana.userId]);
  });
});

describe("a dispute about an earlier text", () => {
  it("can be answered by keeping the decision, and changes nothing of either text otherwise", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const { article, layer, marks } = await makeFinished(room);
    await startReview(room.rita, article.id);
    const unitId = unitOf(await getReview(room.rita, article.id), marks.dam).id;
    await settleAll(room.rita, article.id, layer.id);
    await finishReview(room.rita, article.id);
    const { disputeId } = await raiseDispute(room.ana, {
      articleId: article.id,
      unitId,
      body: "It is no claim.",
    });
    await add(room.mia, article.id, correctedText);
    const remove = { disputeId, body: "True.", decision: "remove", reason: "not-a-claim" } as const;
    await expect(answerDispute(room.rita, remove)).rejects.toMatchObject({ code: "newer-text" });
    const kinds = await db().layer.findMany({ where: { articleId: article.id, kind: "adjudicated" } });
    expect(kinds.map((one) => [one.versionId, one.state])).toEqual([[article.versionId, "closed"]]);
    await answerDispute(room.rita, { disputeId, body: "It is one.", decision: "keep" });
    // What came of Ana's marks stays to be read meanwhile.
    expect((await getOutcome(room.ana, article.id)).places.length).toBeGreaterThan(0);
  });
});

async function recordsOf(actor: Actor, slug: string, filter: object = {}) {
  const lines: string[] = [];
  const records: ExportRecord[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse(filter))) {
    const read = readRecord(line);
    if ("problem" in read) throw new Error(read.problem);
    expect(JSON.stringify(recordSchema.parse(read.record))).toBe(line.trimEnd());
    lines.push(line);
    records.push(read.record);
  }
  return { lines, records };
}

describe("an export", () => {
  it("holds one text of an article: the one that counts, and says which and why; imported, it says so again", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const { layerId } = await add(room.mia, article.id, correctedText, { changedAt: "2026-03-03T10:00:00Z" });
    const meanwhile = await recordsOf(room.rita, room.project.slug).catch(() => null);
    expect(meanwhile).toBeNull();
    const [before] = (await recordsOf(room.mia, room.project.slug)).records;
    // Whoever works on it sees no other layer of it.
    expect(before?.layers).toEqual([]);
    const admin = actorFor(await makeUser({ isAdmin: true }));
    const [counts] = (await recordsOf(admin, room.project.slug)).records;
    expect(counts?.articleVersion).toMatchObject({ number: 1, text: firstText });
    expect(counts?.layers.map((layer) => layer.kind).toSorted()).toEqual(["adjudicated", "person"]);
    await finish(room, layerId);
    const { lines, records } = await recordsOf(admin, room.project.slug, { rawBytes: true });
    expect(records).toHaveLength(1);
    expect(records[0]?.articleVersion).toMatchObject({
      number: 2,
      change: "correction",
      changedAt: "2026-03-03T10:00:00.000Z",
      text: correctedText,
    });
    expect(records[0]?.layers.map((layer) => layer.kind).toSorted()).toEqual(["adjudicated", "person"]);
    const target = await makeProject({ members: [{ userId: room.mia.userId, role: "manager" }] });
    await importJsonl(room.mia, target.slug, lines);
    const again = (await recordsOf(admin, target.slug, { layers: "imported", rawBytes: true })).records;
    expect(again.map((record) => restoreOrigin(record, new Map()))).toEqual(records);
  });
});

describe("an article withdrawn for good", () => {
  it("leaves no word of any of its texts, of what was said of them, or of why a mark was let go", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const second = correctedText.replace("Schools stay shut", "Zwetschgenkai stays shut");
    const { layerId } = await add(room.mia, article.id, second, { note: "Because of the Hagebuttenweg." });
    await finish(room, layerId, "Not on the Mirabellensteig.");
    const claimId = (await finalClaims(article.id)).get("The dam held until midnight") ?? "";
    await createCard(room.rita, room.project.slug, { claimId, statement: "It held.", type: "content" });
    for (const word of ["Zwetschgenkai", "Hagebuttenweg", "Mirabellensteig"])
      expect(await tablesWith(superuser, word)).not.toEqual([]);
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: article.id, reason: "Asked to." });
    for (const word of ["Zwetschgenkai", "Hagebuttenweg", "Mirabellensteig"])
      expect([word, await tablesWith(superuser, word)]).toEqual([word, []]);
    // Both texts are blank, and nobody finds them.
    const texts = await db().articleVersion.findMany({
      where: { articleId: article.id },
      select: { text: true },
    });
    expect(texts.map(({ text }) => /[^█\n]/.test(text))).toEqual([false, false]);
  });
});
