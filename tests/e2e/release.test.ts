import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { ROOT } from "../../bin/ensure.mjs";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { makeMark } from "../support/marks";

const database = await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-release-journey-"));
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp(database);
});

afterAll(async () => {
  await app?.stop();
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

/** A project of articles of words of their own, each with a claim that was handed in. */
async function makeWork(count: number) {
  const project = await makeProject({ annotatorsPerArticle: 1 });
  const annotator = await makeMember(project, "annotator", { name: "Ilse Brandt" });
  for (let number = 0; number < count; number += 1) {
    const text = Array.from({ length: 30 }, (_, word) => `word${number}x${word}`).join(" ");
    const article = await makeArticle(project, { text, title: `Article ${number}` });
    const layer = await makeLayer(article, { ownerId: annotator.id, state: "submitted" });
    await makeMark(layer, text, "claim", { body: `word${number}x3 word${number}x4` });
  }
  return { project, manager: await makeMember(project, "manager") };
}

async function pageOf(userId: string) {
  const page = await openPage(browser);
  const { name, value } = await logIn(userId);
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

function verify(...words: string[]): Promise<{ stdout: string }> {
  const { PATH, HOME } = process.env;
  const environment = { PATH, HOME, NODE_ENV: "production" as const };
  return promisify(execFile)(process.execPath, ["bin/sourcebench.mjs", "verify", ...words], {
    cwd: ROOT,
    env: environment,
  });
}

it("a manager builds a release with sides, downloads it, and the command line verifies it", async () => {
  const { project, manager } = await makeWork(12);
  const page = await pageOf(manager.id);
  await page.goto(`${app.url}/projects/${project.slug}/releases`);
  await page.getByRole("link", { name: "Build a release" }).click();
  await page.getByRole("heading", { name: "What leaves the house" }).waitFor();
  await page.getByLabel("Divide into train, dev and test").check();
  await page.getByLabel("Shares").waitFor();
  await page.waitForURL(/split=true/);
  await page.getByLabel("Shares").fill("50:50");
  await page.getByLabel("Shares").blur();
  await page.waitForURL(/ratio=50%3A50/);
  const form = page.getByRole("form", { name: "Build a release" });
  await expect.poll(() => form.locator('input[name="ratio"]').inputValue()).toBe("50:0:50");
  // What the sides will be is known before anything is built.
  await page.getByText("independent groups, each on one side").waitFor({ timeout: 60_000 });
  await page.getByRole("row", { name: "test 6 6" }).waitFor();
  expect(await db().datasetRelease.count()).toBe(0);
  await form.getByLabel("Name").fill("Statements");
  await form.getByRole("button", { name: "Build the release" }).click();
  const all = page.getByRole("link", { name: "Download all" });
  await all.waitFor({ timeout: 60_000 });
  await page.getByText("No run of twelve words stands on two sides").waitFor();
  // The form was long and its button far down; the page that grew out of it is read from its top.
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  const [download] = await Promise.all([page.waitForEvent("download"), all.click()]);
  expect(download.suggestedFilename()).toBe(`${project.slug}-statements-1.0.0.tar`);
  const archive = path.join(folder, download.suggestedFilename());
  await download.saveAs(archive);
  expect((await verify(archive)).stdout).toContain("Verified.");
  expect((await readFile(archive, "utf8")).includes("Ilse Brandt")).toBe(false);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "data/jsonl/train.jsonl" }).click(),
  ]);
  const [line = ""] = (await readFile(await file.path(), "utf8")).split("\n");
  const read = readRecord(line);
  if (!("record" in read)) throw new Error(read.problem);
  expect(read.record.layers[0]?.annotations).toHaveLength(1);
  const damaged = path.join(folder, "damaged.tar");
  await writeFile(damaged, (await readFile(archive, "latin1")).replace("word0x7", "word0x8"), "latin1");
  await expect(verify(damaged)).rejects.toMatchObject({ code: 1 });
});

it("a manager reads why a split cannot stand before it is built, and stops a trial", async () => {
  const { project, manager } = await makeWork(3);
  const page = await pageOf(manager.id);
  await page.goto(`${app.url}/projects/${project.slug}/releases/new?split=true&textFree=true`);
  await page.getByText("It cannot be split like this.").waitFor({ timeout: 60_000 });
  await page.getByText(/3 sides need at least 6/).waitFor();
  await page.getByText(/of all characters are shown/).waitFor();
  await page.getByRole("button", { name: "Count again" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByText("It cannot be split like this.").waitFor({ timeout: 60_000 });
});

it("a server that is killed while it builds begins again when it is back", async () => {
  const { project, manager } = await makeWork(3);
  const other = await startApp(database);
  const { id } = await createRelease(
    actorFor(manager),
    project.slug,
    releaseNaming.parse({ name: "Statements", version: "1.0.0" }),
    releaseQuery.parse({ formats: "jsonl,brat,huggingface" }),
  );
  await other.kill();
  // Whichever server had it: the one that is left has it built.
  const state = async () => (await db().datasetRelease.findUniqueOrThrow({ where: { id } })).state;
  await expect.poll(state, { timeout: 60_000 }).toBe("done");
  const files = await db().releaseFile.count({ where: { releaseId: id } });
  expect(files).toBeGreaterThan(8);
});
