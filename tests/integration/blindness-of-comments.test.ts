import { expect, it } from "vitest";
import { z } from "zod";
import { editComment, setResolved } from "@/lib/comments/commands";
import { countUnread, listEarlier, listMentionable, listThreads, listVersions } from "@/lib/comments/queries";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { listHistory } from "@/lib/history/queries";
import { countNotifications, listNotifications } from "@/lib/notifications/queries";
import type { Actor, ProjectRoleName } from "@/lib/policy";
import { answer, talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { refusal } from "../support/refusal";

await createDatabase();

/** Numbers from a printed seed, so that a failing round can be tried again. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
let state = seed;
function random(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
function pick<T>(list: readonly T[]): T {
  const one = list[random(list.length)];
  if (one === undefined) throw new Error("Nothing to pick from.");
  return one;
}

type Person = {
  actor: Actor;
  role: ProjectRoleName;
  layer: "none" | "open" | "returned" | "submitted" | "measured";
};
type Said = {
  id: string;
  threadId: string;
  author: string;
  isForAll: boolean;
  starter: string;
  opens: boolean;
};

/** The rule in other words than the database's: who reads what others say about an article. */
function hears(person: Person, article: { mode: string; state: string; isGold: boolean }): boolean {
  if (["open", "returned", "measured"].includes(person.layer)) return false;
  const isDesk = person.role === "manager" || person.role === "reviewer";
  if (article.isGold && !isDesk && person.layer !== "submitted") return false;
  if (article.mode === "shared" || isDesk) return true;
  return person.role === "annotator" && article.state === "done";
}

const ids = z.array(z.object({ id: z.string() }));
async function idsOf(rows: Promise<unknown>): Promise<string[]> {
  return ids.parse(await rows).map((row) => row.id);
}

async function makeRound() {
  const mode = pick(["independent", "independent", "shared"] as const);
  const project = await makeProject({ layerMode: mode, annotatorsPerArticle: 4 });
  const article = await makeArticle(project, { slots: 6 });
  const roles = ["manager", "manager", "reviewer", "annotator", "annotator", "viewer"] as const;
  const people: Person[] = [];
  for (const role of roles) {
    const actor = actorFor(await makeMember(project, role));
    const mayWork = role !== "viewer";
    people.push({ actor, role, layer: mayWork ? pick(["none", "open", "submitted"] as const) : "none" });
  }
  const writers = people.filter((person) => person.role !== "viewer");
  const about = { articleId: article.id };
  // Words are written before anybody annotates, so that whoever is blind later has said and heard something before.
  const said: Said[] = [];
  for (let count = 0; count < 3; count += 1) {
    const starter = pick(writers);
    const isForAll = starter.role === "manager" && random(2) === 0;
    const thread = await talk(starter.actor, about, `thread ${count}`, isForAll);
    const start = { threadId: thread.threadId, starter: starter.actor.userId, opens: isForAll };
    said.push({ ...start, id: thread.commentId, author: starter.actor.userId, isForAll });
    // The others go on where they would: the rows are made as if everybody had heard them at the time.
    for (let more = 0; more < 3; more += 1) {
      const person = pick(writers);
      const forAll = person.role === "manager" && random(3) === 0;
      const body = `answer ${more}`;
      const one = await answer(person.actor, thread.threadId, body, forAll).catch((error: unknown) => {
        if (error instanceof AppError && error.status === 404) return null;
        throw error;
      });
      if (one) said.push({ ...start, id: one.commentId, author: person.actor.userId, isForAll: forAll });
    }
  }
  const isGold = random(4) === 0;
  const articleState = pick(["open", "review", "done"] as const);
  await db().article.update({ where: { id: article.id }, data: { isGold, state: articleState } });
  for (const person of people)
    if (person.layer !== "none") {
      const layer = await makeLayer(article, {
        ownerId: person.actor.userId,
        state: person.layer === "submitted" ? "submitted" : pick(["open", "returned"] as const),
      });
      if (person.layer === "open" && random(3) === 0) {
        await db().layer.update({ where: { id: layer.id }, data: { kind: "measured" } });
        person.layer = "measured";
      }
    }
  return { project, article, about, people, said, facts: { mode, state: articleState, isGold } };
}

it(`who reads which comments is one rule, in rows, pages, counts, notifications and history (seed ${seed})`, async () => {
  for (let round = 0; round < 6; round += 1) {
    const { project, about, people, said, facts } = await makeRound();
    for (const person of people) {
      const { actor } = person;
      const all = hears(person, facts);
      const sees = (one: Said) =>
        (one.starter === actor.userId || one.opens || all) &&
        (one.author === actor.userId || one.isForAll || all);
      const wanted = said
        .filter(sees)
        .map((one) => one.id)
        .sort();
      const context = JSON.stringify({ round, role: person.role, layer: person.layer, facts });

      const rows = db().$queryRaw`
        SELECT c."id" FROM seen_comments(${actor.userId}::uuid) c JOIN "CommentThread" t ON t."id" = c."threadId"
         WHERE t."articleId" = ${about.articleId}::uuid ORDER BY 1`;
      expect(await idsOf(rows), context).toEqual(wanted);

      const unread = wanted.filter((id) => said.some((one) => one.id === id && one.author !== actor.userId));
      expect(await countUnread(actor, about.articleId), context).toBe(unread.length);
      const told = await db().notification.findMany({ where: { userId: actor.userId } });
      const seen = told.filter((one) => wanted.includes(one.commentId));
      expect(await countNotifications(actor), context).toBe(seen.length);
      const list = await listNotifications(actor);
      expect(list.items.map((one) => one.id).sort(), context).toEqual(seen.map((one) => one.id).sort());

      const history =
        person.role === "manager"
          ? await listHistory(actor, project.slug, { noun: "comment", cursor: undefined })
          : null;
      // The history is stricter still: whoever is blind on an article reads of nobody else's doings there.
      if (history) expect(history.items.length, context).toBeLessThanOrEqual(wanted.length);

      const page = await listThreads(actor, about, { show: "all" });
      const shown = page.items.flatMap((thread) => thread.comments.map((one) => one.id));
      expect(shown.sort(), context).toEqual(wanted);
      expect(page.isBlind, context).toBe(!all);

      for (const one of said.filter((other) => !sees(other))) {
        expect((await refusal(listVersions(actor, one.id))).code, context).toBe("not-found");
        expect((await refusal(editComment(actor, one.id, "Mine"))).code, context).toBe("not-found");
        if (wanted.some((id) => said.some((other) => other.id === id && other.threadId === one.threadId)))
          continue;
        if (one.starter === actor.userId || one.opens) continue;
        expect((await refusal(listEarlier(actor, one.threadId, undefined))).code, context).toBe("not-found");
        expect((await refusal(setResolved(actor, one.threadId, true))).code, context).toBe("not-found");
        expect((await refusal(answer(actor, one.threadId, "Hi"))).code, context).toBe("not-found");
      }
    }
  }
});

it("nobody is named, or told, where they could not read it; a manager's answer reaches whoever asked and nobody else blind", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const article = await makeArticle(project);
  const about = { articleId: article.id };
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator"));
  const ben = actorFor(await makeMember(project, "annotator"));
  await makeLayer(article, { ownerId: ana.userId });
  await makeLayer(article, { ownerId: ben.userId });
  const names = async (isForAll: boolean, threadId?: string) =>
    (await listMentionable(mia, about, { isForAll, q: "", threadId })).map((one) => one.id).sort();

  const { threadId } = await talk(ana, about, `@[${mia.userId}] is the caption a claim?`);
  expect((await listNotifications(mia)).items).toMatchObject([{ kind: "mention" }]);
  expect(await names(false, threadId)).toEqual([]);
  expect(await names(true, threadId)).toEqual([ana.userId]);
  expect(await names(true)).toEqual([ana.userId, ben.userId].sort());
  expect((await refusal(answer(mia, threadId, `@[${ana.userId}] no`))).code).toBe("cannot-mention");
  await answer(mia, threadId, "Between us managers: no.");
  expect(await countNotifications(ana)).toBe(0);
  await answer(mia, threadId, "No: see the guideline.", true);
  expect(await countNotifications(ana)).toBe(1);
  const words = async (actor: Actor) =>
    (await listThreads(actor, about)).items.flatMap((one) => one.comments.map((comment) => comment.body));
  expect(await words(ana)).toEqual([`@[${mia.userId}] is the caption a claim?`, "No: see the guideline."]);
  expect(await words(ben)).toEqual([]);
  await talk(mia, about, "Captions are no claims.", true);
  expect(await words(ben)).toEqual(["Captions are no claims."]);
  expect((await refusal(talk(ana, about, "For all", true))).code).toBe("not-manager");
});
