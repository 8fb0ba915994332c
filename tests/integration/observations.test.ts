import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db";
import { pinObservation, removeObservation } from "@/lib/observations/commands";
import { listOwnObservations, listSourceObservations } from "@/lib/observations/queries";
import { mergeSource } from "@/lib/sources/commands";
import { listSourceEvents } from "@/lib/sources/events";
import { createDatabase } from "../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { findSpan } from "../support/marks";

await createDatabase();
const text = "The mayor 🏛️ said the bridge is safe. Forty houses were flooded.";
const project = await makeProject();
const manager = actorFor(await makeMember(project, "manager"));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));
const stranger = actorFor(await makeUser());

async function place(owner = annotator) {
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { ownerId: owner.userId });
  return { article, layer, source: await makeSource({ kind: "government" }) };
}
const pin = (
  layer: { id: string },
  source: { id: string },
  quote = "the bridge is safe",
  id: string = randomUUID(),
) => ({
  id,
  sourceId: source.id,
  layerId: layer.id,
  ...findSpan(text, quote),
  note: "Says it for the third time without a report.",
});

describe("an observation about a source", () => {
  it("is pinned once however often it is sent, and stands on the source's page with its words", async () => {
    const { layer, source } = await place();
    const input = pin(layer, source);
    const first = await pinObservation(annotator, input);
    expect(await pinObservation(annotator, input)).toEqual(first);
    await expect(pinObservation(annotator, { ...input, note: "Else." })).rejects.toMatchObject({
      code: "command-reused",
    });
    expect((await listSourceObservations(annotator, source.id)).items).toMatchObject([
      { id: input.id, quote: "the bridge is safe", note: input.note, layerId: layer.id, isMine: true },
    ]);
    expect((await listOwnObservations(annotator, layer.id)).map((one) => one.id)).toEqual([input.id]);
    const events = await db().event.findMany({ where: { subjectId: input.id } });
    expect(events.map((event) => event.type)).toEqual(["observation.pinned"]);
    expect((await listSourceEvents(annotator, source.id)).items).toEqual([]);
  });

  it("is refused where the words are not the text's, the note is empty or the span lies outside", async () => {
    const { layer, source } = await place();
    const input = pin(layer, source);
    const wrong = await pinObservation(annotator, { ...input, quote: "the bridge is gone" }).catch(
      (error) => error,
    );
    expect(String(wrong)).toContain("quote");
    await expect(pinObservation(annotator, { ...input, start: 900, end: 910 })).rejects.toThrow();
    await expect(pinObservation(annotator, { ...input, note: " " })).rejects.toThrow();
    expect(await db().observation.count({ where: { layerId: layer.id } })).toBe(0);
  });

  it("is taken back by its author alone, and never rewritten or deleted", async () => {
    const { article, layer, source } = await place();
    const { id } = await pinObservation(annotator, pin(layer, source));
    await db().layer.update({ where: { id: layer.id }, data: { state: "submitted" } });
    await db().article.update({ where: { id: article.id }, data: { state: "review" } });
    await expect(removeObservation(reviewer, id)).rejects.toMatchObject({ status: 403 });
    await expect(removeObservation(stranger, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(db().observation.update({ where: { id }, data: { note: "Else." } })).rejects.toThrow();
    await expect(db().observation.delete({ where: { id } })).rejects.toThrow();
    await removeObservation(annotator, id);
    expect((await listSourceObservations(annotator, source.id)).items).toEqual([]);
    await expect(removeObservation(annotator, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(db().observation.update({ where: { id }, data: { deletedAt: null } })).rejects.toThrow();
    const types = await db().event.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
    expect(types.map((event) => event.type)).toEqual(["observation.pinned", "observation.removed"]);
  });

  it("stays out of sight of whoever is blind to its layer, or has no business there", async () => {
    const { article, layer, source } = await place();
    const { id } = await pinObservation(annotator, pin(layer, source));
    const seenBy = async (actor: typeof manager) =>
      (await listSourceObservations(actor, source.id)).items.map((one) => one.id);
    expect(await seenBy(manager)).toEqual([]);
    await db().layer.update({ where: { id: layer.id }, data: { state: "submitted" } });
    expect(await seenBy(manager)).toEqual([id]);
    expect(await seenBy(viewer)).toEqual([]);
    const own = await makeLayer(article, { ownerId: manager.userId });
    expect(await seenBy(manager)).toEqual([]);
    await db().layer.update({ where: { id: own.id }, data: { state: "submitted" } });
    expect(await seenBy(manager)).toEqual([id]);
    const elsewhere = actorFor(await makeMember(await makeProject(), "manager"));
    expect(await seenBy(elsewhere)).toEqual([]);
    await expect(pinObservation(elsewhere, pin(layer, source))).rejects.toMatchObject({ code: "not-found" });
    await expect(pinObservation(viewer, pin(layer, source))).rejects.toMatchObject({ code: "not-found" });
    await expect(listSourceObservations(stranger, source.id)).rejects.toMatchObject({ status: 403 });
  });

  it("says the same by its rule and by the layers it is pinned in, over states, roles and people", async () => {
    const people = [manager, reviewer, annotator, viewer, stranger];
    const states = ["open", "submitted", "returned", "closed"] as const;
    const kinds = ["shared", "adjudicated", "gold"] as const;
    for (const [turn, state] of states.entries()) {
      const { article, layer, source } = await place();
      await pinObservation(annotator, pin(layer, source));
      const other = await makeLayer(article, { kind: kinds[turn % kinds.length] });
      const stored = { sourceId: source.id, projectId: project.id, authorId: manager.userId, note: "n" };
      await db().observation.create({
        data: {
          id: randomUUID(),
          ...stored,
          layerId: other.id,
          versionId: other.versionId,
          ...findSpan(text, "mayor"),
        },
      });
      await db().layer.update({ where: { id: layer.id }, data: { state } });
      if (turn === 3) await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    }
    const ids = z.array(z.object({ id: z.string() }));
    for (const { userId } of people) {
      const byRule = await db()
        .$queryRaw`SELECT o."id" FROM seen_observations(${userId}::uuid) o ORDER BY o."id"`;
      const byJoin = await db().$queryRaw`
        SELECT o."id" FROM "Observation" o JOIN seen_layers(${userId}::uuid) l ON l."id" = o."layerId"
         WHERE o."deletedAt" IS NULL ORDER BY o."id"`;
      expect(ids.parse(byRule)).toEqual(ids.parse(byJoin));
    }
  });

  it("is paged both ways, and shows on the page of the source that stands for the one it was pinned to", async () => {
    const { layer, source } = await place();
    const into = await makeSource();
    const pinned: string[] = [];
    for (let turn = 0; turn < 45; turn++)
      pinned.unshift((await pinObservation(annotator, pin(layer, turn % 2 ? source : into))).id);
    await mergeSource(reviewer, { sourceId: source.id, intoId: into.id, reason: "One office." });
    const first = await listSourceObservations(annotator, into.id);
    const second = await listSourceObservations(annotator, into.id, first.next ?? "");
    const third = await listSourceObservations(annotator, into.id, second.next ?? "");
    expect([...first.items, ...second.items, ...third.items].map((one) => one.id)).toEqual(pinned);
    expect(third.next).toBeNull();
    expect(await listSourceObservations(annotator, into.id, second.previous ?? "")).toMatchObject({
      items: first.items,
    });
  });
});
