import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { applyCommand } from "@/lib/layers/commands";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { claim, command, put, spanOf } from "../support/operations";

const database = await createDatabase();
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp(database);
});

afterAll(async () => {
  await app?.stop();
  await closeDb();
});

it("a manager downloads what was handed in, and the file says it all again", async () => {
  const text = "The mayor 👩‍👩‍👧 said the dam is safe.\nالسد آمن.";
  const project = await makeProject({ annotatorsPerArticle: 1 });
  const article = await makeArticle(project, { text, title: "The dam" });
  const annotator = await makeMember(project, "annotator", { name: "Ilse Brandt" });
  const layer = await makeLayer(article, { ownerId: annotator.id });
  const span = spanOf(text, "السد آمن");
  await applyCommand(actorFor(annotator), layer.id, command(put(claim([span]))));
  await submitLayer(actorFor(annotator), layer.id, { nothingToMark: false });
  const manager = await makeMember(project, "manager");
  const page = await openPage(browser);
  const { name, value } = await logIn(manager.id);
  await page.context().addCookies([{ name, value, url: app.url }]);
  await page.goto(`${app.url}/projects/${project.slug}/export`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("link", { name: /download/i })
      .or(page.getByRole("button", { name: /download/i }))
      .first()
      .click(),
  ]);
  const [archive] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CoNLL-2003" }).click(),
  ]);
  expect(archive.suggestedFilename()).toBe(`${project.slug}-conll.tar`);
  const packed = (await readFile(await archive.path())).toString("utf8");
  expect(packed).toContain("B-claim");
  expect(packed).toContain('"what": "names of annotators"');
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const read = readRecord(lines[0] ?? "");
  if (!("record" in read)) throw new Error(read.problem);
  const { record } = read;
  expect(record.articleVersion.text).toBe(text);
  const [own] = record.layers;
  expect(own?.annotations[0]?.spans[0]).toMatchObject({
    start: span.start,
    end: span.end,
    quote: "السد آمن",
  });
  expect(lines[0]).not.toContain("Ilse Brandt");
  expect(lines[0]).not.toContain(annotator.email);
});
