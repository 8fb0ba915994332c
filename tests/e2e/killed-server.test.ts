import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import type { CommandInput } from "@/lib/layers/schema";
import { startApp, type TestApp } from "../support/app";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { claim, command, put, spanAt } from "../support/operations";

const database = await createDatabase();
const editors = 6;
const savesEach = process.env.SOAK ? 400 : 40;
const kills = process.env.SOAK ? 10 : 2;
const text = "Forty houses were flooded, the mayor said. ".repeat(30).trim();

type Editor = { layerId: string; cookie: string; queue: CommandInput[]; acknowledged: Set<string> };

async function makeEditor(): Promise<Editor> {
  const project = await makeProject();
  const user = await makeMember(project, "annotator");
  const layer = await makeLayer(await makeArticle(project, { text }), { ownerId: user.id });
  const { header } = await logIn(user.id);
  const queue = Array.from({ length: savesEach }, (_, index) =>
    command(put(claim([spanAt(text, index * 3, index * 3 + 12)]))),
  );
  return { layerId: layer.id, cookie: header, queue, acknowledged: new Set() };
}

/** Sends an editor's commands in order, from the first that was not acknowledged, until the server is gone or all are in. */
async function sendAll(editor: Editor, app: TestApp): Promise<void> {
  for (const one of editor.queue.filter((item) => !editor.acknowledged.has(item.commandId))) {
    const response = await fetch(`${app.url}/api/layers/${editor.layerId}/commands`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: app.url, cookie: editor.cookie },
      body: JSON.stringify(one),
    }).catch(() => undefined);
    if (!response) return;
    const isWhole = await response.json().then(
      () => true,
      () => false,
    );
    if (!isWhole) return;
    expect(response.status).toBe(200);
    editor.acknowledged.add(one.commandId);
  }
}

function acknowledgedBy(list: Editor[]): number {
  return list.reduce((sum, editor) => sum + editor.acknowledged.size, 0);
}

describe("a server killed during a burst of saves", () => {
  it(`loses no acknowledged save and doubles none (${editors} editors, ${savesEach} saves each, ${kills} kills)`, async () => {
    const list = await Promise.all(Array.from({ length: editors }, makeEditor));
    for (let kill = 0; kill < kills; kill += 1) {
      const app = await startApp(database);
      const target = acknowledgedBy(list) + Math.floor((editors * savesEach) / (kills + 2));
      const burst = Promise.all(list.map((editor) => sendAll(editor, app)));
      while (acknowledgedBy(list) < target) await delay(1);
      await app.kill();
      await burst;
      const kept = await db().command.count({
        where: { layerId: { in: list.map((editor) => editor.layerId) } },
      });
      expect(kept).toBeGreaterThanOrEqual(acknowledgedBy(list));
    }
    const app = await startApp(database);
    await Promise.all(list.map((editor) => sendAll(editor, app)));
    await app.stop();
    for (const editor of list) {
      const wanted = editor.queue.flatMap((one) => ("operations" in one ? one.operations : []));
      const ids = wanted.flatMap((one) => (one.op === "put" ? [one.object.id] : []));
      const rows = await db().annotation.findMany({
        where: { layerId: editor.layerId },
        select: { id: true, revision: true },
      });
      expect(rows.map((row) => row.id).sort()).toEqual(ids.sort());
      expect(rows.every((row) => row.revision === 1)).toBe(true);
      expect(await db().event.count({ where: { layerId: editor.layerId, type: "annotation.created" } })).toBe(
        savesEach,
      );
      expect(await db().command.count({ where: { layerId: editor.layerId } })).toBe(savesEach);
    }
  });
});
