import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runBulk, undoBulk } from "@/lib/bulk/run";
import { listThreads } from "@/lib/comments/queries";
import { db } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { actOnMarks, undoMarkAct } from "@/lib/marks/mark-acts";
import { markActInput } from "@/lib/marks/schema";
import { withdrawArticle } from "@/lib/redaction/commands";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { makeMark } from "../support/marks";

await createDatabase();

function makeGate() {
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open: () => open() };
}

/** An act on three rows whose second row is held up until `go` is called. */
async function makeAct() {
  const project = await makeProject();
  const actor = actorFor(await makeMember(project, "reviewer"));
  const plan = { id: randomUUID(), projectId: project.id, act: "test", body: {} };
  const standing = new Set<string>();
  const [reached, held] = [makeGate(), makeGate()];
  const run = () =>
    runBulk(actor, {
      ...{ ...plan, subjectIds: ["one", "two", "three"], titleOf: (id: string) => id },
      step: async (_tx, id) => {
        if (id === "two") reached.open();
        if (id === "two") await held.isOpen;
        standing.add(id);
        return { title: id, note: "Done.", undo: {} };
      },
    });
  const undo = () =>
    undoBulk(actor, { id: plan.id, projectId: project.id, acts: ["test"] }, async (_tx, { subjectId }) => {
      standing.delete(subjectId);
      return "Taken back.";
    });
  return { actor, plan, standing, run, undo, reached: reached.isOpen, go: held.open };
}

describe("an act on many rows", () => {
  it("is undone whole while it is under way, and goes no further, also when it is sent again", async () => {
    const { standing, run, undo, reached, go } = await makeAct();
    const running = run();
    await reached;
    const undoing = undo();
    go();
    const [, undone] = await Promise.all([running, undoing]);
    expect([...standing]).toEqual([]);
    expect(undone.undone?.length).toBe(undone.items.length);
    expect((await run()).items).toEqual(undone.items);
    expect([...standing]).toEqual([]);
  });

  it("keeps no words of a row that is not there any more", async () => {
    const { actor, plan } = await makeAct();
    const done = await runBulk(actor, {
      ...{ ...plan, subjectIds: ["one"], titleOf: () => "Words of a mark" },
      step: () => Promise.reject(notFound()),
    });
    expect(done.items).toMatchObject([{ isDone: false, title: "No longer here" }]);
  });
});

describe("a thread at each of many marks", () => {
  it("begins a thread at the beginning of a mark that is too long to be quoted, and keeps no words of what is withdrawn", async () => {
    const words = `The quillfoot pump ${"was stolen again. ".repeat(1_200)}`.trim();
    const project = await makeProject({ annotatorsPerArticle: 1 });
    const ana = actorFor(await makeMember(project, "annotator"));
    const rita = actorFor(await makeMember(project, "reviewer"));
    const article = await makeArticle(project, { text: words });
    const layer = await makeLayer(article, { ownerId: ana.userId });
    const annotationId = await makeMark(layer, words, "claim", { body: words });
    await submitLayer(ana, layer.id, { nothingToMark: false });
    const input = markActInput.parse({
      ...{ slug: project.slug, act: "comment", annotationIds: [annotationId], comment: "All of it?" },
    });
    const id = randomUUID();
    expect((await actOnMarks(rita, id, input)).items[0]).toMatchObject({
      isDone: true,
      title: expect.stringContaining("quillfoot"),
    });
    const [thread] = (await listThreads(rita, { articleId: article.id })).items;
    expect(thread?.span?.quote).toBe(words.slice(0, 20_000));
    await undoMarkAct(rita, { slug: project.slug, id });
    await db().article.update({ where: { id: article.id }, data: { licence: "By leave of Ilse Brandt" } });
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: article.id, reason: "The agency took its text back." });
    const act = await db().bulkAct.findUniqueOrThrow({ where: { id } });
    expect(act.items).toMatchObject([{ subjectId: annotationId, title: "Withdrawn article" }]);
    expect(JSON.stringify(act)).not.toContain("quillfoot");
    const { licence } = await db().article.findUniqueOrThrow({ where: { id: article.id } });
    expect(licence).toBe("");
  });
});
