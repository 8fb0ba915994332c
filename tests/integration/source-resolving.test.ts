import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import {
  createSource,
  mergeSource,
  refuseProposal,
  registerSource,
  unmergeSource,
} from "@/lib/sources/commands";
import { listSourceEvents } from "@/lib/sources/events";
import { listFaredCards } from "@/lib/sources/fared";
import { listProposals } from "@/lib/sources/proposals";
import { getSource } from "@/lib/sources/queries";
import { listSourceArticles, listSourceAttributions } from "@/lib/sources/record";
import { suggestQuery } from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";
import { suggestSources } from "@/lib/sources/suggest";
import { addAffiliation, addAlias, editAffiliation } from "@/lib/sources/ties";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { makeMark, resolveSource } from "../support/marks";

await createDatabase();
const project = await makeProject();
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));

const ask = (q: string, more: { same?: string[]; here?: string[] } = {}) =>
  suggestQuery.parse({
    q,
    projectId: project.id,
    same: (more.same ?? []).join(","),
    here: (more.here ?? []).join(","),
  });
const person = (name: string) => createSource(reviewer, { name, kind: "person", note: "", isDistinct: true });

describe("whom a mention may mean", () => {
  it("is first who has the name, a metonym too, then whom the words meant here, then the article's people", async () => {
    const palace = await createSource(reviewer, {
      name: "Government of Korva",
      kind: "government",
      note: "",
    });
    await addAlias(reviewer, { sourceId: palace.id, name: "Korva Palace", kind: "metonym" });
    const [ana, bo] = [await person("Ana Lindelund"), await person("Bo Ferncastle")];
    const office = await makeSource({ name: "Weather office of Dunmore", kind: "organisation" });
    const metonym = await suggestSources(annotator, ask("the Korva Palace", { here: [office.id, ana.id] }));
    expect(metonym.items.slice(0, 3)).toMatchObject([
      { id: palace.id, why: "metonym", matched: "Korva Palace" },
      { id: ana.id, why: "here" },
      { id: office.id, why: "here" },
    ]);
    const again = await suggestSources(
      annotator,
      ask("the researcher", { same: [bo.id, ana.id], here: [office.id, ana.id] }),
    );
    expect(again.items.slice(0, 3).map((one) => [one.id, one.why])).toEqual([
      [bo.id, "same-words"],
      [ana.id, "same-words"],
      [office.id, "here"],
    ]);
    expect((await suggestSources(annotator, ask("Ana Lindelund", { same: [bo.id] }))).items[0]).toMatchObject(
      {
        id: ana.id,
        why: "is",
      },
    );
  });

  it("is asked about where a name sounds alike, and never taken; the alias settles it", async () => {
    const commander = await person("Oleksandr Vyrskyi");
    const asked = await suggestSources(annotator, ask("commander Wirsky"));
    expect(asked.sounds).toMatchObject([{ id: commander.id, matched: "Oleksandr Vyrskyi" }]);
    expect(asked.mayAddAlias).toBe(false);
    expect((await suggestSources(reviewer, ask("commander Wirsky"))).mayAddAlias).toBe(true);
    expect(asked.items.map((one) => one.id)).not.toContain(commander.id);
    await addAlias(reviewer, { sourceId: commander.id, name: "Wirsky", kind: "transliteration" });
    const settled = await suggestSources(annotator, ask("Wirsky"));
    expect(settled.sounds).toEqual([]);
    expect(settled.items[0]).toMatchObject({ id: commander.id, why: "transliteration" });
  });

  it("offers whom a surname or its beginning names, without asking about a spelling", async () => {
    const colonel = await person("Ines Farrowgate");
    for (const words of ["Farrowgate", "Farrow"]) {
      const found = await suggestSources(annotator, ask(words));
      expect(found.sounds).toEqual([]);
      expect(found.items.map((item) => item.id)).toContain(colonel.id);
    }
  });

  it("offers the one that stands for a merged source, and nobody out of sight or refused", async () => {
    const [old, now] = [await person("Petra Quillfeather"), await person("Petra Marrowby")];
    await mergeSource(reviewer, { sourceId: old.id, intoId: now.id, reason: "Married." });
    expect((await suggestSources(viewer, ask("Petra Quillfeather"))).items[0]).toMatchObject({ id: now.id });
    const hidden = await createSource(annotator, { name: "Zebulon Trask", kind: "person", note: "" });
    expect((await suggestSources(viewer, ask("Zebulon Trask", { here: [hidden.id] }))).items).toEqual([]);
    expect((await suggestSources(annotator, ask("Zebulon Trask"))).items[0]).toMatchObject({ id: hidden.id });
    await refuseProposal(reviewer, { sourceId: hidden.id, reason: "A joke." });
    expect((await suggestSources(annotator, ask("Zebulon Trask"))).items).toEqual([]);
    expect(await searchSources(annotator, "Zebulon Trask")).toEqual([]);
  });
});

describe("a new source", () => {
  it("is not made unnoticed where the register has the name in other letters", async () => {
    const first = await person("Serhii Dorovenko");
    const input = { name: "Sergej Dorowenko", kind: "person", note: "" } as const;
    await expect(createSource(annotator, input)).rejects.toMatchObject({
      code: "sounds-alike",
      details: { matches: [{ id: first.id, name: "Serhii Dorovenko" }] },
    });
    const second = await createSource(annotator, { ...input, isDistinct: true });
    expect(second.id).not.toBe(first.id);
    await person("47th Harbour Brigade");
    await createSource(reviewer, { name: "48th Harbour Brigade", kind: "organisation", note: "" });
  });
});

describe("the queue of proposals", () => {
  it("shows each with its mentions and whom it may be, and leaves out what is settled", async () => {
    const known = await person("Ingrid Halvorsdottir");
    const article = await makeArticle(project);
    const layer = await makeLayer(article, { ownerId: annotator.userId });
    const names = ["Ingrid Halworsdotir", "Dock Porters of Mellby", "Nobody At All"];
    const made: Awaited<ReturnType<typeof createSource>>[] = [];
    for (const name of names)
      made.push(await createSource(annotator, { name, kind: "person", note: "", isDistinct: true }));
    const [spelt, porters, nobody] = made;
    if (!spelt || !porters || !nobody) throw new Error("Three were made.");
    const mark = await makeMark(layer, article.text, "attribution", {
      source: "The mayor",
      content: "the bridge",
    });
    await resolveSource(layer, mark, spelt.id);
    const ids = async () => (await listProposals(reviewer)).items.map((one) => one.id);
    expect(await ids()).not.toContain(spelt.id);
    await db().layer.update({ where: { id: layer.id }, data: { state: "submitted" } });
    const row = (await listProposals(reviewer)).items.find((one) => one.id === spelt.id);
    expect(row).toMatchObject({ uses: [{ annotationId: mark, words: "The mayor", layerId: layer.id }] });
    expect(row?.alike[0]).toMatchObject({ id: known.id });
    await mergeSource(reviewer, { sourceId: spelt.id, intoId: known.id, reason: "Spelling." });
    await registerSource(reviewer, porters.id);
    await refuseProposal(reviewer, { sourceId: nobody.id, reason: "Nobody is meant." });
    for (const one of made) expect(await ids()).not.toContain(one.id);
    expect((await getSource(annotator, nobody.id)).isRefused).toBe(true);
    expect((await listSourceEvents(annotator, nobody.id)).items[0]).toMatchObject({
      type: "source.refused",
      detail: "Nobody is meant.",
    });
    await expect(refuseProposal(reviewer, { sourceId: nobody.id, reason: "x" })).rejects.toMatchObject({
      code: "not-proposed",
    });
    await expect(refuseProposal(annotator, { sourceId: nobody.id, reason: "x" })).rejects.toMatchObject({
      status: 403,
    });
    await expect(listProposals(annotator)).rejects.toMatchObject({ status: 403 });
    await registerSource(reviewer, nobody.id);
    expect((await getSource(viewer, nobody.id)).isRefused).toBe(false);
  });
});

describe("merging", () => {
  it("refuses one that is merged already as the one that stays, and stands in the history of both", async () => {
    const [a, b, c] = [await makeSource(), await makeSource(), await makeSource()];
    await mergeSource(reviewer, { sourceId: a.id, intoId: b.id, reason: "Same desk." });
    await expect(mergeSource(reviewer, { sourceId: c.id, intoId: a.id, reason: "x" })).rejects.toMatchObject({
      code: "merged-target",
    });
    await addAlias(reviewer, { sourceId: a.id, name: "Alias of a", kind: "name" });
    expect((await getSource(viewer, b.id)).mergedNames.map((one) => one.name).sort()).toEqual(
      ["Alias of a", a.name].sort(),
    );
    await unmergeSource(reviewer, { sourceId: a.id, reason: "Two desks." });
    const told = (await listSourceEvents(viewer, b.id)).items.map(({ type, other, detail }) => [
      type,
      other?.id,
      detail,
    ]);
    expect(told).toEqual([
      ["source.let-go", a.id, "Two desks."],
      ["source.took-in", a.id, "Same desk."],
    ]);
    expect((await getSource(viewer, b.id)).mergedNames).toEqual([]);
  });

  it("restores exactly when it is taken back, whatever was merged in which order", async () => {
    const article = await makeArticle(project);
    const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
    await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    const sources: Awaited<ReturnType<typeof makeSource>>[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const source = await makeSource();
      await addAlias(reviewer, { sourceId: source.id, name: `Name ${randomUUID()}`, kind: "name" });
      await makeArticle(project, { publisherId: source.id });
      const mark = await makeMark(layer, article.text, "attribution", { content: "the bridge is safe" });
      await resolveSource(layer, mark, source.id);
      sources.push(source);
    }
    const look = () =>
      Promise.all(
        sources.map(async ({ id, name }) => ({
          entry: { ...(await getSource(viewer, id)), revision: 0 },
          said: await listSourceAttributions(viewer, id),
          articles: await listSourceArticles(viewer, id),
          found: (await searchSources(viewer, name))[0]?.id,
        })),
      );
    const before = await look();
    const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pairs, fc.infiniteStream(fc.nat()), async (list, order) => {
        const merged: string[] = [];
        for (const [from, into] of list) {
          const [sourceId, intoId] = [sources[from]?.id ?? "", sources[into]?.id ?? ""];
          const done = await mergeSource(reviewer, { sourceId, intoId, reason: "r" }).then(
            () => true,
            () => false,
          );
          if (done) merged.push(sourceId);
        }
        while (merged.length > 0) {
          const [sourceId = ""] = merged.splice((order.next().value ?? 0) % merged.length, 1);
          await unmergeSource(reviewer, { sourceId, reason: "r" });
        }
        expect(await look()).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });
});

describe("how a source's claims fared", () => {
  it("is told by the cards on which it is an origin, with others' grades once one's own is saved", async () => {
    const [source, relay] = [await makeSource(), await makeSource()];
    const article = await makeArticle(project);
    const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
    await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    const claimId = await makeMark(layer, article.text, "claim", { body: "the bridge is safe" });
    const card = await db().claimCard.create({
      data: { projectId: project.id, statement: "The bridge is safe.", createdById: reviewer.userId },
    });
    await db().mention.create({
      data: { cardId: card.id, projectId: project.id, claimId, createdById: reviewer.userId },
    });
    await db().cardSource.createMany({
      data: [
        { cardId: card.id, sourceId: source.id, isOrigin: true },
        { cardId: card.id, sourceId: relay.id, isOrigin: false },
      ],
    });
    const grade = {
      cardId: card.id,
      scheme: "admiralty",
      schemeVersion: "1",
      rationale: "r",
      sawOthers: false,
    };
    await db().credibility.create({ data: { ...grade, raterId: annotator.userId, grade: "4" } });
    expect((await listFaredCards(reviewer, relay.id)).items).toEqual([]);
    expect((await listFaredCards(reviewer, source.id)).items).toMatchObject([
      { cardId: card.id, statement: "The bridge is safe.", credibilities: [], hasGraded: false },
    ]);
    await db().credibility.create({ data: { ...grade, raterId: reviewer.userId, grade: "2" } });
    expect((await listFaredCards(reviewer, source.id)).items).toMatchObject([
      { credibilities: ["2", "4"], hasGraded: true },
    ]);
    const blind = await makeLayer(article, { ownerId: reviewer.userId });
    expect((await listFaredCards(reviewer, source.id)).items).toEqual([]);
    await db().layer.update({ where: { id: blind.id }, data: { state: "submitted" } });
    const elsewhere = actorFor(await makeMember(await makeProject(), "manager"));
    expect((await listFaredCards(elsewhere, source.id)).items).toEqual([]);
  });
});

describe("an affiliation", () => {
  it("is given an end, and the history keeps the dates it had", async () => {
    const [child, parent] = [await makeSource(), await makeSource()];
    const { id } = await addAffiliation(reviewer, {
      sourceId: child.id,
      parentId: parent.id,
      fromDate: "2020-01-01",
      toDate: null,
    });
    const input = { sourceId: child.id, affiliationId: id, fromDate: "2020-01-01", toDate: "2024-06-30" };
    await expect(editAffiliation(annotator, input)).rejects.toMatchObject({ status: 403 });
    await editAffiliation(reviewer, input);
    expect((await getSource(viewer, child.id)).parents).toMatchObject([
      { fromDate: "2020-01-01", toDate: "2024-06-30" },
    ]);
    expect((await listSourceEvents(viewer, child.id)).items[0]).toMatchObject({
      type: "source.affiliation-changed",
      other: { id: parent.id },
      detail: "from 2020-01-01 until 2024-06-30",
    });
    await expect(editAffiliation(reviewer, { ...input, sourceId: parent.id })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
