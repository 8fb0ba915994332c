import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runBulk, undoBulk } from "@/lib/bulk/run";
import { notFound } from "@/lib/errors";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject } from "../support/factories";

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
