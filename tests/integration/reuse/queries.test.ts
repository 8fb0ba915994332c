import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import { clustersAsCsv } from "@/lib/reuse/cluster-csv";
import { getCluster } from "@/lib/reuse/get-cluster";
import { listClusters } from "@/lib/reuse/list-clusters";
import type { ClusterFilter } from "@/lib/reuse/schema";
import { settleReuse } from "@/lib/reuse/settle";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../../support/factories";
import { linkReuse, makeMark } from "../../support/marks";

await createDatabase();

const original = "About 600 soldiers were captured, the general staff said.";
const copied = "600 soldiers were captured.";

async function write(
  project: { id: string },
  text: string,
  more: { day?: number; publisherId?: string; title?: string } = {},
) {
  const { day, ...rest } = more;
  const publishedAt = day === undefined ? undefined : new Date(Date.UTC(2026, 4, day));
  const article = await makeArticle(project, { text, publishedAt, ...rest });
  return { article, layer: await makeLayer(article, { kind: "adjudicated" }), text };
}
type Written = Awaited<ReturnType<typeof write>>;

async function copyOf(
  to: Written,
  from: Written,
  direction: "from-passage" | "unknown" = "from-passage",
  more: object = {},
) {
  const mark = await makeMark(to.layer, to.text, "duplicate", { body: to.text });
  await linkReuse(
    to.layer,
    mark,
    { versionId: from.article.versionId, text: from.text, quote: from.text },
    direction,
  );
  await db().reuseLink.updateMany({
    where: { annotationId: mark },
    data: { degree: "heavy-revision", ...more },
  });
  await db().article.update({ where: { id: to.article.id }, data: { state: "done" } });
  return db().reuseLink.findFirstOrThrow({ where: { annotationId: mark } });
}

async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

describe("a cluster's page", () => {
  it("tells of each passage where it stands, what was lost, and what shows the direction", async () => {
    const project = await makeProject();
    const actor = actorFor(await makeMember(project, "viewer"));
    const wire = await makeSource({ kind: "agency", name: "Northern Wire" });
    const first = await write(project, original, { day: 1, publisherId: wire.id, title: "The first report" });
    const second = await write(project, copied, { day: 2 });
    await db().articleCredit.create({
      data: { articleId: second.article.id, name: "N. Wire", sourceId: wire.id },
    });
    const lost = ["attributionDropped", "qualifierDropped"];
    const link = await copyOf(second, first, "from-passage", { lost, evidence: "The credit line." });
    await settleReuse();

    const cluster = await getCluster(actor, { slug: project.slug, clusterId: link.id });
    expect(cluster).toMatchObject({
      passages: 2,
      articles: 2,
      links: 1,
      hasLoss: true,
      contradictions: 0,
      title: original,
    });
    const [root, copy] = cluster.tree;
    expect(root).toMatchObject({
      depth: 0,
      tie: null,
      site: {
        title: "The first report",
        publisher: "Northern Wire",
        publishedAt: "2026-05-01T00:00:00.000Z",
      },
      spans: [{ start: 0, end: original.length }],
    });
    expect(copy).toMatchObject({
      depth: 1,
      tie: {
        ground: "told",
        lost,
        evidence: "The credit line.",
        later: 86_400_000,
        credit: "Northern Wire",
        parentTitle: "The first report",
      },
    });
    const dropped = copy?.tie?.diff?.filter((part) => part.type === "removed").map((part) => part.text);
    expect(dropped).toEqual(["About ", ", the general staff said"]);
  });

  it("says what contradicts, with the articles whose review settles it", async () => {
    const project = await makeProject();
    const actor = actorFor(await makeMember(project, "viewer"));
    const late = await write(project, original, { day: 9, title: "The late one" });
    const early = await write(project, copied, { day: 2, title: "The early one" });
    const link = await copyOf(early, late);
    await settleReuse();
    const { contradictionList } = await getCluster(actor, { slug: project.slug, clusterId: link.id });
    expect(contradictionList).toEqual([
      {
        kind: "time",
        passages: [
          { place: 0, name: "The late one" },
          { place: 1, name: "The early one" },
        ],
        settledIn: [{ articleId: early.article.id, title: "The early one", isPair: false }],
      },
    ]);
  });

  it("is found by any of its links, and in no other project", async () => {
    const [project, other] = [await makeProject(), await makeProject()];
    const user = await makeMember(project, "manager");
    await makeMember(other, "manager", { userId: user.id });
    const first = await write(project, original);
    const links = [
      await copyOf(await write(project, copied), first),
      await copyOf(await write(project, copied), first),
    ];
    await settleReuse();
    const ids = await Promise.all(
      links.map(
        async (link) => (await getCluster(actorFor(user), { slug: project.slug, clusterId: link.id })).id,
      ),
    );
    expect(new Set(ids).size).toBe(1);
    const elsewhere = getCluster(actorFor(user), { slug: other.slug, clusterId: ids[0] ?? "" });
    await expect(elsewhere).rejects.toMatchObject({ status: 404 });
    const stranger = getCluster(actorFor(await makeUser()), { slug: project.slug, clusterId: ids[0] ?? "" });
    await expect(stranger).rejects.toMatchObject({ status: 404 });
  });
});

describe("the list of clusters", () => {
  it("is paged in every order without a gap or a repeat, filtered, searched, and told as CSV", async () => {
    const project = await makeProject();
    const actor = actorFor(await makeMember(project, "viewer"));
    for (let place = 0; place < 7; place++) {
      const first = await write(project, `${original} ${place}`, {
        day: place % 3 === 0 ? undefined : place,
      });
      const copies = 1 + (place % 3);
      for (let copy = 0; copy < copies; copy++)
        await copyOf(
          await write(project, `${copied} ${place}`, { day: place % 2 === 0 ? undefined : 9 }),
          first,
          place % 2 === 0 ? "unknown" : "from-passage",
          {
            lost: place === 1 ? ["valueChanged"] : [],
            degree: place === 2 ? "translation" : "heavy-revision",
          },
        );
    }
    await settleReuse();
    const all = (filter: ClusterFilter) => listClusters(actor, project.slug, filter);
    const whole = await all({});
    expect(whole.items).toHaveLength(7);
    for (const sort of ["newest", "passages", "articles", "contradictions"] as const) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listClusters(actor, project.slug, { sort, cursor }, { limit: 2 });
        ids.push(...page.items.map((row) => row.id));
        if (page.previous !== null && cursor !== undefined) {
          const back = await listClusters(actor, project.slug, { sort, cursor: page.previous }, { limit: 2 });
          expect(back.items.map((row) => row.id)).toEqual(ids.slice(0, -page.items.length).slice(-2));
        }
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(ids.toSorted()).toEqual(whole.items.map((row) => row.id).toSorted());
      expect(new Set(ids).size).toBe(7);
    }
    expect((await all({ sort: "passages" })).items.map((row) => row.passages)).toEqual([4, 4, 3, 3, 2, 2, 2]);
    expect((await all({ show: "lossy" })).items).toHaveLength(1);
    expect((await all({ show: "translated" })).items).toHaveLength(1);
    expect((await all({ show: "undirected" })).items).toHaveLength(4);
    expect((await all({ show: "contradicted" })).items).toHaveLength(0);
    expect((await all({ q: "SAID. 3" })).items).toHaveLength(1);
    expect((await all({ q: "100%" })).items).toHaveLength(0);

    const csv = await textOf(clustersAsCsv(actor, project.slug, { show: "lossy" }));
    const [head, line, end] = csv.split("\r\n");
    expect(head).toMatch(/^\uFEFFid,passages,articles/);
    expect(line).toContain(`"${original} 1"`);
    expect(end).toBe("");
    await expect(all({ cursor: "eA" })).rejects.toMatchObject({ code: "bad-cursor" });
  });
});

describe("blindness", () => {
  /** Everything that could tell of a cluster, as somebody sees it. */
  async function whatIsTold(actor: Actor, project: { slug: string }, linkId: string, articleIds: string[]) {
    const page = await getCluster(actor, { slug: project.slug, clusterId: linkId }).catch(
      (error: unknown) => error,
    );
    return {
      list: (await listClusters(actor, project.slug, {})).items.length,
      found: (await listClusters(actor, project.slug, { q: "soldiers" })).items.length,
      csv: (await textOf(clustersAsCsv(actor, project.slug, {}))).trimEnd().split("\r\n").length - 1,
      page: page instanceof Error ? 404 : 200,
      articles: (await Promise.all(articleIds.map((id) => listArticleClusters(actor, id)))).flat().length,
    };
  }
  const everything = { list: 1, found: 1, csv: 1, page: 200, articles: 2 };
  const nothing = { list: 0, found: 0, csv: 0, page: 404, articles: 0 };

  it.each(["annotator", "reviewer", "manager"] as const)(
    "keeps a cluster from a %s with unsubmitted work on an article of it, whichever end it is",
    async (role) => {
      const project = await makeProject({ annotatorsPerArticle: 2 });
      const [first, second] = [await write(project, original), await write(project, copied)];
      const link = await copyOf(second, first);
      await settleReuse();
      const ids = [first.article.id, second.article.id];
      for (const article of [first.article, second.article]) {
        const user = await makeMember(project, role);
        const told = () => whatIsTold(actorFor(user), project, link.id, ids);
        expect(await told()).toEqual(everything);
        const layer = await db().layer.create({
          data: {
            projectId: project.id,
            articleId: article.id,
            versionId: article.versionId,
            kind: "person",
            ownerId: user.id,
          },
        });
        expect(await told()).toEqual(nothing);
        await db().layer.update({ where: { id: layer.id }, data: { state: "returned" } });
        expect(await told()).toEqual(nothing);
        await db().layer.update({
          where: { id: layer.id },
          data: { state: "submitted", submittedAt: new Date() },
        });
        expect(await told()).toEqual(everything);
      }
    },
  );

  it("takes a cluster from sight at once when its article leaves the final layers", async () => {
    const project = await makeProject();
    const actor = actorFor(await makeMember(project, "manager"));
    const [first, second] = [await write(project, original), await write(project, copied)];
    const link = await copyOf(second, first);
    await settleReuse();
    const ids = [first.article.id, second.article.id];
    await db().article.update({ where: { id: second.article.id }, data: { state: "reviewing" } });
    expect(await whatIsTold(actor, project, link.id, ids)).toEqual(nothing);
    await settleReuse();
    expect(await whatIsTold(actor, project, link.id, ids)).toEqual(nothing);
  });

  it("tells nothing of links that only annotators' layers hold", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const [first, second] = [await write(project, original), await write(project, copied)];
    const own = await makeLayer(second.article, { state: "submitted" });
    const mark = await makeMark(own, second.text, "duplicate", { body: second.text });
    await linkReuse(own, mark, { versionId: first.article.versionId, text: first.text, quote: first.text });
    await db().article.update({ where: { id: second.article.id }, data: { state: "done" } });
    await settleReuse();
    expect((await listClusters(manager, project.slug, {})).items).toEqual([]);
  });
});
