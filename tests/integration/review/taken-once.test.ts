import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { assignArticles } from "@/lib/slots/assign";
import { takeKeptSlot, takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../../support/factories";

await createDatabase();
const text = "The dam held. Forty houses were flooded.";

async function makeDesk(options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject(options);
  const ana = actorFor(await makeMember(project, "annotator"));
  const ben = actorFor(await makeMember(project, "annotator"));
  const articles = [];
  for (let count = 0; count < 4; count += 1) articles.push(await makeArticle(project, { text }));
  const inHand = (personId: string) => db().slot.count({ where: { personId, state: "taken" } });
  return { project, slug: project.slug, ana, ben, articles, inHand };
}

describe("“Next article”, pressed again because its answer was lost", () => {
  it("gives the article that the first press took, and a new press the next one", async () => {
    const { slug, ana, inHand } = await makeDesk();
    const press = randomUUID();
    const first = await takeNextSlot(ana, slug, press);
    expect(first).not.toBeNull();
    expect(await takeNextSlot(ana, slug, press)).toEqual(first);
    expect(await inHand(ana.userId)).toBe(1);
    expect(await takeNextSlot(ana, slug, randomUUID())).not.toEqual(first);
    expect(await takeNextSlot(ana, slug)).not.toBeNull();
    expect(await inHand(ana.userId)).toBe(3);
  });

  it.each([{}, { mostOpen: 3 }])("takes one where both arrive at once, with limits %j", async (limits) => {
    const { project, slug, ana, inHand } = await makeDesk();
    await db().member.updateMany({ where: { projectId: project.id }, data: limits });
    const press = randomUUID();
    const taken = await Promise.all([1, 2, 3].map(() => takeNextSlot(ana, slug, press)));
    expect(new Set(taken.map((one) => one?.slotId)).size).toBe(1);
    expect(await inHand(ana.userId)).toBe(1);
  });

  it("gives it also where the first took the last one that one may have in hand", async () => {
    const { project, slug, ana, inHand } = await makeDesk();
    await db().member.updateMany({ where: { projectId: project.id }, data: { mostOpen: 1 } });
    const press = randomUUID();
    const first = await takeNextSlot(ana, slug, press);
    expect(await takeNextSlot(ana, slug, press)).toEqual(first);
    expect(await takeNextSlot(ana, slug, randomUUID())).toBeNull();
    expect(await inHand(ana.userId)).toBe(1);
  });

  it("is somebody else's own press under the same id, and refused in another project", async () => {
    const { slug, ana, ben } = await makeDesk();
    const press = randomUUID();
    const anas = await takeNextSlot(ana, slug, press);
    const bens = await takeNextSlot(ben, slug, press);
    expect(bens?.layerId).not.toBe(anas?.layerId);
    const elsewhere = await makeProject({ members: [{ userId: ana.userId, role: "annotator" }] });
    await makeArticle(elsewhere, { text });
    await expect(takeNextSlot(ana, elsewhere.slug, press)).rejects.toMatchObject({
      code: "command-reused",
    });
  });

  it("opens a place that is kept for one, again too", async () => {
    const { project, slug, ana, articles } = await makeDesk();
    const manager = actorFor(await makeMember(project, "manager"));
    await assignArticles(manager, {
      slug,
      articleIds: [articles[3]?.id ?? ""],
      personIds: [ana.userId],
    });
    const slot = await db().slot.findFirstOrThrow({ where: { reservedForId: ana.userId } });
    const press = randomUUID();
    const first = await takeKeptSlot(ana, slug, slot.id, press);
    expect(await takeKeptSlot(ana, slug, slot.id, press)).toEqual(first);
    await expect(takeKeptSlot(ana, slug, slot.id, randomUUID())).rejects.toMatchObject({ status: 404 });
  });
});
