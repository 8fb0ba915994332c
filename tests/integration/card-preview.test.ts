import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { getCard } from "@/lib/cards/queries";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { workOff } from "@/lib/standings/work";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { linkClaim, linkReuse, makeMark, resolveSource } from "../support/marks";

await createDatabase();

const says = "forty boats left the harbour";

/** A project with a reviewer, a manager, a viewer and two people who mark. */
async function makeTeam(hideNames = false) {
  const project = await makeProject();
  await db().project.update({ where: { id: project.id }, data: { hideNames } });
  const [manager, reviewer, viewer, ada, ben] = await Promise.all([
    makeMember(project, "manager"),
    makeMember(project, "reviewer"),
    makeMember(project, "viewer"),
    makeMember(project, "annotator"),
    makeMember(project, "annotator"),
  ]);
  return {
    project,
    manager: actorFor(manager),
    reviewer: actorFor(reviewer),
    viewer: actorFor(viewer),
    ada: actorFor(ada),
    ben: actorFor(ben),
  };
}

type Team = Awaited<ReturnType<typeof makeTeam>>;

/** A finished article whose final layer says that the captain said it, and whose text names the mate beside. */
async function tell({ project }: Team, sourceId: string) {
  const text = `The captain and the mate said ${says}. Nobody else saw it.`;
  const article = await makeArticle(project, { text, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claimId = await makeMark(layer, text, "claim", { body: says });
  await attribute(layer, text, claimId, "The captain", sourceId);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { article, layer, claimId, text };
}

type Told = Awaited<ReturnType<typeof tell>>;

async function attribute(
  layer: Told["layer"],
  text: string,
  claimId: string,
  source: string,
  sourceId: string,
): Promise<string> {
  const id = await makeMark(layer, text, "attribution", { source, cue: "said", content: says });
  await linkClaim(layer, id, claimId);
  await resolveSource(layer, id, sourceId);
  return id;
}

/** What one person marked in an article: a claim of these words, said by a source, or by nobody. */
async function mark(
  told: Told,
  person: Actor,
  words = says,
  sourceId?: string,
  state = "submitted" as const,
) {
  const layer = await makeLayer(told.article, { kind: "person", state, ownerId: person.userId });
  const claimId = await makeMark(layer, told.text, "claim", { body: words });
  if (sourceId) await attribute(layer, told.text, claimId, "the mate", sourceId);
  return { layer, claimId };
}

async function cardOf({ project, reviewer }: Team, first: Told, ...more: Told[]): Promise<string> {
  const { id } = await createCard(reviewer, project.slug, {
    claimId: first.claimId,
    statement: "Forty boats left",
    type: "content",
  });
  for (const { claimId } of more) await answerCandidate(reviewer, id, { claimId, isSame: true });
  return id;
}

async function looked(person: Actor, told: Told): Promise<boolean> {
  const where = { articleId: told.article.id, userId: person.userId };
  return (await db().layerView.count({ where })) > 0;
}

describe("a preview on one person's layers", () => {
  it("counts that person's claims, attributions and reuse alone, and leaves the final figures as they are", async () => {
    const team = await makeTeam();
    const { reviewer, ada, ben } = team;
    const [captain, mate, cook] = [await makeSource(), await makeSource(), await makeSource()];
    const [one, two, three] = [
      await tell(team, captain.id),
      await tell(team, captain.id),
      await tell(team, captain.id),
    ];
    const id = await cardOf(team, one, two, three);
    const first = await mark(one, ada, says, mate.id);
    const second = await mark(two, ada, says, cook.id);
    // Less than half of the final claim, and words that are no claim of the card.
    await mark(three, ada, "forty");
    await makeMark(first.layer, one.text, "claim", { body: "Nobody else saw it" });
    await mark(one, ben);
    const final = await getCard(reviewer, id);
    expect(final.preview).toBeNull();
    expect(final.result).toMatchObject({ mentions: 3, roots: 1, low: 1, high: 1 });
    expect(final.layers.map(({ articles }) => articles).toSorted()).toEqual([1, 3]);
    expect(await looked(reviewer, one)).toBe(false);

    const shown = await getCard(reviewer, id, { layer: second.layer.id });
    expect(shown.preview).toMatchObject({ name: ada.name, articles: 3 });
    expect(shown.result).toMatchObject({ mentions: 2, articles: 2, clusters: 2, roots: 2, high: 2 });
    expect(shown.mentions.map((mention) => mention.claimId).toSorted()).toEqual(
      [first.claimId, second.claimId].toSorted(),
    );
    expect(shown.mentions.map((mention) => mention.saidBy)).toEqual(["the mate", "the mate"]);
    expect(shown.mentions[0]?.href).toContain(`?layer=`);
    expect([shown.canEdit, shown.canRate]).toEqual([false, false]);
    expect([await looked(reviewer, one), await looked(reviewer, two)]).toEqual([true, true]);

    // A link of the final layer says nothing of Ada's copies; one of her own joins them.
    const twin = { versionId: two.layer.versionId, text: two.text, quote: says };
    const copied = await makeMark(one.layer, one.text, "duplicate", { body: says });
    await linkReuse(one.layer, copied, twin);
    expect((await getCard(reviewer, id)).result).toMatchObject({ clusters: 2 });
    expect((await getCard(reviewer, id, { layer: second.layer.id })).result).toMatchObject({ clusters: 2 });
    await linkReuse(first.layer, await makeMark(first.layer, one.text, "duplicate", { body: says }), twin);
    expect((await getCard(reviewer, id, { layer: second.layer.id })).result).toMatchObject({
      clusters: 1,
      low: 1,
      high: 1,
    });

    await workOff();
    expect(await db().cardStanding.findUniqueOrThrow({ where: { cardId: id } })).toMatchObject({
      mentions: 3,
      roots: 1,
    });
    expect((await getCard(reviewer, id)).result).toMatchObject({ mentions: 3, roots: 1 });
  });

  it("hides names where the project hides them, but from managers and of oneself", async () => {
    const team = await makeTeam(true);
    const told = await tell(team, (await makeSource()).id);
    const id = await cardOf(team, told);
    const { layer } = await mark(told, team.ada);
    const namesFor = async (actor: Actor) => (await getCard(actor, id)).layers.map(({ name }) => name);
    expect(await namesFor(team.reviewer)).toEqual([expect.stringMatching(/^Annotator [0-9A-F]{4}$/)]);
    expect(await namesFor(team.ben)).toEqual([expect.stringMatching(/^Annotator [0-9A-F]{4}$/)]);
    expect(await namesFor(team.manager)).toEqual([team.ada.name]);
    expect(await namesFor(team.ada)).toEqual([team.ada.name]);
    const shown = await getCard(team.reviewer, id, { layer: layer.id });
    expect(JSON.stringify(shown)).not.toContain(team.ada.name);
    expect(JSON.stringify(shown)).not.toContain(team.ada.userId);
    await getCard(team.ada, id, { layer: layer.id });
    expect(await looked(team.ada, told)).toBe(false);
  });

  it("offers and shows nothing of an article on which the reader has work in hand", async () => {
    const team = await makeTeam();
    const [open, other] = [
      await tell(team, (await makeSource()).id),
      await tell(team, (await makeSource()).id),
    ];
    const id = await cardOf(team, open, other);
    const hidden = await mark(open, team.ada);
    const seen = await mark(other, team.ada);
    await mark(open, team.ben);
    await makeLayer(open.article, { kind: "person", state: "open", ownerId: team.reviewer.userId });
    const card = await getCard(team.reviewer, id);
    expect(card.layers).toEqual([{ id: seen.layer.id, name: team.ada.name, isOwn: false, articles: 1 }]);
    await expect(getCard(team.reviewer, id, { layer: hidden.layer.id })).rejects.toMatchObject({
      status: 404,
    });
    const shown = await getCard(team.reviewer, id, { layer: seen.layer.id });
    expect(shown.mentions.map((mention) => mention.claimId)).toEqual([seen.claimId]);
    expect(await looked(team.reviewer, open)).toBe(false);
  });

  it("answers for a layer out of view as for one that does not exist", async () => {
    const team = await makeTeam();
    const told = await tell(team, (await makeSource()).id);
    const id = await cardOf(team, told);
    const { layer } = await mark(told, team.ada);
    expect((await getCard(team.viewer, id)).layers).toEqual([]);
    const elsewhere = await tell(team, (await makeSource()).id);
    const far = await mark(elsewhere, team.ada);
    const asks: [Actor, string][] = [
      [team.viewer, layer.id],
      [team.reviewer, far.layer.id],
      [team.reviewer, told.layer.id],
      [team.reviewer, randomUUID()],
      [team.reviewer, "no id"],
    ];
    for (const [actor, layerId] of asks)
      await expect(getCard(actor, id, { layer: layerId })).rejects.toMatchObject({ code: "not-found" });
    expect(await looked(team.viewer, told)).toBe(false);
    expect(await looked(team.reviewer, elsewhere)).toBe(false);
  });
});
