import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { listSourceBoard as listSources } from "@/lib/sources/board";
import { createSource, editSource, mergeSource, registerSource, unmergeSource } from "@/lib/sources/commands";
import { listSourceEvents } from "@/lib/sources/events";
import { getSource } from "@/lib/sources/queries";
import { listSourceArticles, listSourceAttributions } from "@/lib/sources/record";
import { sourceFilter } from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";
import { addAffiliation, addAlias, addDomain, removeAlias } from "@/lib/sources/ties";
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
import { makeMark, resolveSource } from "../support/marks";

await createDatabase();
const project = await makeProject();
const manager = actorFor(await makeMember(project, "manager"));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));
const stranger = actorFor(await makeUser());

const unique = (name: string) => `${name} ${randomUUID().slice(0, 8)}`;
const list = (filter: object) => sourceFilter.parse(filter);

describe("the register", () => {
  it("registers what a reviewer creates and keeps what an annotator names as a private proposal", async () => {
    const name = unique("Harbour Post");
    const made = await createSource(reviewer, { name, kind: "outlet", note: "" });
    expect(made).toMatchObject({ name, isProposal: false });
    const proposed = await createSource(annotator, {
      name: unique("Dock Union"),
      kind: "organisation",
      note: "",
    });
    expect(proposed.isProposal).toBe(true);
    const other = actorFor(await makeMember(project, "annotator"));
    await expect(getSource(other, proposed.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(getSource(viewer, proposed.id)).rejects.toMatchObject({ code: "not-found" });
    expect(await searchSources(other, proposed.name)).toEqual([]);
    expect((await searchSources(annotator, proposed.name))[0]).toMatchObject({
      id: proposed.id,
      isProposal: true,
    });
    const proposals = await listSources(manager, list({ show: "proposals" }));
    expect(proposals.items.map((item) => item.id)).toContain(proposed.id);
    await registerSource(reviewer, proposed.id);
    expect((await getSource(other, proposed.id)).isProposal).toBe(false);
    await expect(registerSource(reviewer, proposed.id)).rejects.toMatchObject({ code: "already-registered" });
  });

  it("hides from a reviewer the proposal of a layer to which the reviewer is blind", async () => {
    const article = await makeArticle(project);
    const mine = await makeLayer(article, { ownerId: reviewer.userId });
    const theirs = await makeLayer(article, { ownerId: annotator.userId, state: "submitted" });
    const proposed = await createSource(annotator, {
      name: unique("Bridge Office"),
      kind: "government",
      note: "",
    });
    const mark = await makeMark(theirs, article.text, "attribution", { source: "The mayor", cue: "said" });
    await resolveSource(theirs, mark, proposed.id);
    await expect(getSource(reviewer, proposed.id)).rejects.toMatchObject({ code: "not-found" });
    expect(await searchSources(reviewer, proposed.name)).toEqual([]);
    await db().layer.update({ where: { id: mine.id }, data: { state: "submitted" } });
    expect((await getSource(reviewer, proposed.id)).id).toBe(proposed.id);
  });

  it("refuses by role", async () => {
    await expect(createSource(viewer, { name: "X", kind: "outlet", note: "" })).rejects.toMatchObject({
      status: 403,
    });
    await expect(listSources(stranger, list({}))).rejects.toMatchObject({ status: 403 });
    const source = await makeSource();
    await expect(addAlias(annotator, { sourceId: source.id, name: "Y", kind: "name" })).rejects.toMatchObject(
      {
        status: 403,
      },
    );
    await expect(getSource(manager, randomUUID())).rejects.toMatchObject({ code: "not-found" });
    await expect(getSource(manager, "nonsense")).rejects.toMatchObject({ code: "not-found" });
  });

  it("edits by revision and keeps names, domains and affiliations with their events", async () => {
    const { id } = await createSource(reviewer, { name: unique("Northern Wire"), kind: "agency", note: "" });
    const name = unique("Northern Wire Service");
    await editSource(reviewer, { sourceId: id, revision: 1, name, kind: "agency", note: "A wire." });
    await expect(
      editSource(reviewer, { sourceId: id, revision: 1, name, kind: "agency", note: "" }),
    ).rejects.toMatchObject({ code: "stale-revision", status: 409 });
    const alias = await addAlias(reviewer, { sourceId: id, name: "NWS", kind: "name" });
    await expect(addAlias(reviewer, { sourceId: id, name: "NWS", kind: "typo" })).rejects.toMatchObject({
      code: "alias-exists",
    });
    const domain = `${randomUUID().slice(0, 8)}.example`;
    expect(await addDomain(reviewer, { sourceId: id, domain: `https://www.${domain}/news` })).toEqual({
      domain,
    });
    await expect(addDomain(reviewer, { sourceId: id, domain })).rejects.toMatchObject({
      code: "domain-taken",
    });
    await expect(addDomain(reviewer, { sourceId: id, domain: "nonsense" })).rejects.toMatchObject({
      code: "not-a-domain",
    });
    const parent = await makeSource({ kind: "organisation" });
    await addAffiliation(reviewer, {
      sourceId: id,
      parentId: parent.id,
      fromDate: "2020-01-01",
      toDate: null,
    });
    await expect(
      addAffiliation(reviewer, { sourceId: id, parentId: id, fromDate: null, toDate: null }),
    ).rejects.toMatchObject({ code: "own-parent" });
    expect(await getSource(viewer, id)).toMatchObject({
      name,
      aliases: [{ name: "NWS", kind: "name" }],
      domains: [domain],
      parents: [{ other: { id: parent.id }, fromDate: "2020-01-01", toDate: null }],
    });
    expect((await getSource(viewer, parent.id)).children).toMatchObject([{ other: { id } }]);
    await removeAlias(reviewer, { sourceId: id, aliasId: alias.id });
    const types = (await listSourceEvents(viewer, id)).items.map((event) => event.type);
    expect(types).toEqual([
      "source.alias-removed",
      "source.affiliation-added",
      "source.domain-added",
      "source.alias-added",
      "source.edited",
      "source.created",
    ]);
  });

  it("merges without re-pointing, refuses circles, and un-merging restores exactly", async () => {
    const [a, b, c] = [await makeSource(), await makeSource(), await makeSource()];
    const before = await getSource(reviewer, a.id);
    await mergeSource(reviewer, { sourceId: a.id, intoId: b.id, reason: "Same desk." });
    await mergeSource(reviewer, { sourceId: b.id, intoId: c.id, reason: "Same owner." });
    await expect(mergeSource(reviewer, { sourceId: a.id, intoId: c.id, reason: "x" })).rejects.toMatchObject({
      code: "already-merged",
    });
    await expect(mergeSource(reviewer, { sourceId: c.id, intoId: a.id, reason: "x" })).rejects.toMatchObject({
      code: "merge-cycle",
    });
    await expect(mergeSource(reviewer, { sourceId: c.id, intoId: c.id, reason: "x" })).rejects.toMatchObject({
      code: "merge-cycle",
    });
    expect((await searchSources(viewer, a.name))[0]).toMatchObject({ id: c.id, matched: a.name });
    expect((await getSource(viewer, a.id)).mergedInto?.id).toBe(b.id);
    await unmergeSource(reviewer, { sourceId: a.id, reason: "Two desks after all." });
    const after = await getSource(reviewer, a.id);
    expect({ ...after, revision: 0 }).toEqual({ ...before, revision: 0 });
    expect((await searchSources(viewer, a.name))[0]?.id).toBe(a.id);
    await expect(unmergeSource(reviewer, { sourceId: a.id, reason: "x" })).rejects.toMatchObject({
      code: "not-merged",
    });
  });

  it("refuses two merges at once that would make a circle", async () => {
    const [a, b] = [await makeSource(), await makeSource()];
    const both = await Promise.allSettled([
      mergeSource(reviewer, { sourceId: a.id, intoId: b.id, reason: "one" }),
      mergeSource(manager, { sourceId: b.id, intoId: a.id, reason: "other" }),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  it("pages by name and id, both ways, and filters by kind and likeness", async () => {
    const mark = randomUUID().slice(0, 6);
    await db().source.createMany({
      data: Array.from({ length: 120 }, (_, index) => ({
        kind: "document",
        name: `Zz ${mark} ${index % 7}`,
      })),
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let round = 0; round < 4; round++) {
      const page = await listSources(viewer, list({ q: `Zz ${mark}`, kind: "document", cursor }));
      seen.push(...page.items.map((item) => item.id));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(120);
    const back = await listSources(viewer, list({ q: `Zz ${mark}`, kind: "document", cursor }));
    const first = await listSources(
      viewer,
      list({ q: `Zz ${mark}`, kind: "document", cursor: back.previous }),
    );
    expect(first.items.map((item) => item.id)).toEqual(seen.slice(50, 100));
    await expect(listSources(viewer, list({ cursor: "broken" }))).rejects.toMatchObject({
      code: "bad-cursor",
    });
  });

  it("finds by alias, by part, by a near spelling, and the project's own publisher first", async () => {
    const one = await createSource(reviewer, { name: "Commander Oleg Virsky", kind: "person", note: "" });
    await addAlias(reviewer, { sourceId: one.id, name: "Oleh Vyrskyi", kind: "transliteration" });
    expect((await searchSources(viewer, "Oleh Vyrskyi"))[0]).toMatchObject({ id: one.id, similarity: 1 });
    expect((await searchSources(viewer, "virsky"))[0]?.id).toBe(one.id);
    expect((await searchSources(viewer, "Oleg Virskii"))[0]?.id).toBe(one.id);
    expect(await searchSources(viewer, "100%_")).toEqual([]);
    const [far, near] = [
      await makeSource({ name: "Elm Gazette" }),
      await makeSource({ name: "Elm Gazette" }),
    ];
    await makeArticle(project, { publisherId: near.id });
    const found = await searchSources(viewer, "Elm Gazette", 10, project.id);
    expect(found.slice(0, 2).map((match) => match.id)).toEqual([near.id, far.id]);
    await expect(searchSources(stranger, "Elm")).rejects.toMatchObject({ status: 403 });
    const hidden = await makeProject();
    await expect(searchSources(viewer, "Elm", 10, hidden.id)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a source's record", () => {
  it("shows articles of one's projects, those of merged sources too", async () => {
    const [outlet, old] = [await makeSource(), await makeSource()];
    const here = await makeArticle(project, { publisherId: outlet.id });
    const earlier = await makeArticle(project, { publisherId: old.id });
    await makeArticle(await makeProject(), { publisherId: outlet.id });
    await mergeSource(reviewer, { sourceId: old.id, intoId: outlet.id, reason: "Renamed." });
    const ids = (await listSourceArticles(viewer, outlet.id)).items.map((item) => item.id);
    expect(ids).toEqual([earlier.id, here.id]);
  });

  it("shows attributions of final layers and one's own, never another person's", async () => {
    const source = await makeSource({ kind: "government" });
    const article = await makeArticle(project);
    const mine = await makeLayer(article, { ownerId: annotator.userId });
    const theirs = await makeLayer(article, { state: "submitted" });
    const final = await makeLayer(article, { kind: "adjudicated" });
    const words = { source: "The mayor", cue: "said", content: "the bridge is safe" };
    const ids = new Map<string, string>();
    for (const layer of [mine, theirs, final]) {
      const id = await makeMark(layer, article.text, "attribution", words);
      await resolveSource(layer, id, source.id);
      ids.set(layer.id, id);
    }
    const seenBy = async (actor: typeof manager) =>
      (await listSourceAttributions(actor, source.id)).items.map((item) => item.annotationId);
    expect(await seenBy(annotator)).toEqual([ids.get(mine.id)]);
    expect(await seenBy(manager)).toEqual([]);
    await db().layer.updateMany({ where: { articleId: article.id }, data: { state: "submitted" } });
    await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    expect(await seenBy(manager)).toEqual([ids.get(final.id)]);
    expect(await seenBy(viewer)).toEqual([ids.get(final.id)]);
    expect(new Set(await seenBy(annotator))).toEqual(new Set([ids.get(mine.id), ids.get(final.id)]));
  });
});
