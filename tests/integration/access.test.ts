import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { visibleLayerIds } from "@/lib/access";
import { db, pool } from "@/lib/db";
import { getLayer } from "@/lib/layers/queries";
import { projectRoles } from "@/lib/policy";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeBatch, makeMember, makeProject, makeUser } from "../support/factories";

await createDatabase();

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const rounds = process.env.SOAK ? 120 : 12;

/** Mulberry32: a small seeded generator, so that a failure can be run again. */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = generator(seed);
const pick = <T>(list: readonly T[]): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

type World = Awaited<ReturnType<typeof makeWorld>>;

/** Two projects, people of every role (and none) in each, articles in every state with layers of every kind and state. */
async function makeWorld() {
  const admin = await makeUser({ isAdmin: true });
  const stranger = await makeUser();
  const disabled = await makeUser();
  const projects = await Promise.all([makeProject(), makeProject()]);
  const people: { id: string; isAdmin?: boolean; isDisabled?: boolean; roles: Map<string, string> }[] = [
    { id: admin.id, isAdmin: true, roles: new Map() },
    { id: stranger.id, roles: new Map() },
  ];
  for (let index = 0; index < 7; index += 1) {
    const user = await makeUser();
    const roles = new Map<string, string>();
    for (const project of projects) {
      if (random() < 0.3) continue;
      const role = pick(projectRoles);
      await makeMember(project, role, { userId: user.id });
      roles.set(project.id, role);
    }
    people.push({ id: user.id, roles });
  }
  const [first] = projects;
  if (first) await makeMember(first, "manager", { userId: disabled.id });
  await db().user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
  people.push({ id: disabled.id, isDisabled: true, roles: new Map([[first?.id ?? "", "manager"]]) });
  const articles: {
    id: string;
    projectId: string;
    versionId: string;
    state: string;
    isWithdrawn: boolean;
    /** It was finished once, be it on an earlier text. */
    wasFinished: boolean;
  }[] = [];
  const layers: {
    id: string;
    articleId: string;
    kind: string;
    state: string;
    ownerId: string | null;
    isCarried: boolean;
  }[] = [];
  for (const project of projects) {
    for (let index = 0; index < 4; index += 1) {
      const article = await makeArticle(project, { slots: 0 });
      const state = pick(["open", "review", "reviewing", "done"]);
      const isWithdrawn = random() < 0.15;
      const wasFinished = state === "done" || random() < 0.4;
      await db().article.update({
        where: { id: article.id },
        data: {
          state,
          withdrawnAt: isWithdrawn ? new Date() : null,
          finishedAt: wasFinished ? new Date() : null,
        },
      });
      articles.push({ ...article, state, isWithdrawn, wasFinished });
      const place = { projectId: project.id, articleId: article.id, versionId: article.versionId };
      const batch = await makeBatch(project);
      for (const kind of [
        "superseded",
        "person",
        "person",
        "person",
        "shared",
        "adjudicated",
        "imported",
        "gold",
        "surplus",
      ] as const) {
        if (random() < 0.35) continue;
        const isOwned = kind === "person" || kind === "surplus";
        const ownerId = isOwned ? pick(people).id : null;
        const isTaken = layers.some(
          (one) => one.articleId === article.id && one.kind === "person" && one.ownerId === ownerId,
        );
        if (kind === "person" && isTaken) continue;
        const layerState = pick(["open", "submitted", "returned", "closed"] as const);
        const former = layers.find((one) => one.articleId === article.id && one.kind === "superseded");
        const isCarried = kind === "person" && former !== undefined && random() < 0.5;
        const { id } = await db().layer.create({
          data: {
            ...place,
            kind,
            ownerId,
            state: layerState,
            batchId: kind === "imported" ? batch.id : null,
            carriedFromId: isCarried ? former?.id : null,
          },
        });
        layers.push({ id, articleId: article.id, kind, state: layerState, ownerId, isCarried });
      }
    }
  }
  return { people, articles, layers };
}

/** The rule in plain words, written a second time here so that the SQL has something to differ from. */
function maySee(world: World, person: World["people"][number], layer: World["layers"][number]): boolean {
  const article = world.articles.find((one) => one.id === layer.articleId);
  if (!article || article.isWithdrawn || person.isDisabled) return false;
  const role = person.isAdmin ? "manager" : person.roles.get(article.projectId);
  if (!role) return false;
  if (layer.ownerId === person.id) return true;
  const isBlind = world.layers.some(
    (own) =>
      own.articleId === article.id &&
      own.ownerId === person.id &&
      own.kind === "person" &&
      (own.state === "open" || own.state === "returned"),
  );
  if (isBlind) return false;
  const isDesk = role === "manager" || role === "reviewer";
  const isDone = article.state === "done";
  switch (layer.kind) {
    case "shared":
    case "superseded":
      return true;
    case "adjudicated":
      // Final on the text before the one that is worked on.
      return isDesk || isDone || (layer.state === "closed" && article.wasFinished);
    case "person":
      return (
        (isDesk && layer.state !== "open") ||
        (role === "annotator" && (isDone || (article.wasFinished && !layer.isCarried)))
      );
    case "surplus":
      return isDesk;
    case "imported":
      return isDesk || isDone;
    default:
      return role === "manager";
  }
}

describe(`who sees which layers (SEED=${seed})`, () => {
  it(`is the same by the ids Prisma reads, by the export's join and by the rule, over ${rounds} random worlds`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const world = await makeWorld();
      for (const person of world.people) {
        const actor = actorFor({ id: person.id, isAdmin: person.isAdmin });
        const expected = world.layers
          .filter((layer) => maySee(world, person, layer))
          .map((layer) => layer.id)
          .sort();
        const ids: string[] = [];
        for (const article of world.articles) ids.push(...(await visibleLayerIds(actor, article.id)));
        const read = await db().layer.findMany({ where: { id: { in: ids } }, select: { id: true } });
        const joined = await pool().query<{ id: string }>(
          `SELECT l."id" FROM "Article" a JOIN seen_layers($1) l ON l."articleId" = a."id" WHERE a."id" = ANY($2)`,
          [person.id, world.articles.map((article) => article.id)],
        );
        expect(read.map((row) => row.id).sort()).toEqual(expected);
        expect(joined.rows.map((row) => row.id).sort()).toEqual(expected);
      }
    }
  }, 300_000);

  it("answers a hidden layer exactly as one that does not exist", async () => {
    const world = await makeWorld();
    for (const person of world.people)
      for (const layer of world.layers) {
        const actor = actorFor({ id: person.id, isAdmin: person.isAdmin });
        const answer = await getLayer(actor, layer.id).then(
          () => "seen",
          (error: unknown) => JSON.stringify(error),
        );
        const missing = await getLayer(actor, randomUUID()).catch((error: unknown) => JSON.stringify(error));
        expect(answer).toBe(maySee(world, person, layer) ? "seen" : missing);
      }
  });

  it("notes who has looked at another's layer", async () => {
    const world = await makeWorld();
    for (const person of world.people) {
      const layer = world.layers.find(
        (one) => one.kind === "person" && one.ownerId !== person.id && maySee(world, person, one),
      );
      if (!layer) continue;
      await getLayer(actorFor({ id: person.id }), layer.id);
      const where = { articleId_userId: { articleId: layer.articleId, userId: person.id } };
      expect(await db().layerView.findUnique({ where })).not.toBeNull();
    }
  });
});
