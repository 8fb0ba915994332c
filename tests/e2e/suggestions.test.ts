import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { submitLayer } from "@/lib/slots/commands";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { attribution, claim, claimLink, spanOf } from "../support/operations";
import { savedLayer } from "../support/saved-layer";

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

const text =
  "The mayor said the bridge is safe. Forty houses were flooded. Nobody was hurt. The river fell at night.";

async function makeOffered(showSuggestions: string) {
  const project = await makeProject();
  await db().project.update({ where: { id: project.id }, data: { showSuggestions } });
  const manager = await makeMember(project, "manager");
  const article = await makeArticle(project, { text, language: "en" });
  const layer = await makeLayer(article);
  const { versionId } = article;
  const said = claim([spanOf(text, "the bridge is safe")]);
  const told = attribution(
    [
      spanOf(text, "The mayor", "source"),
      spanOf(text, "said", "cue"),
      spanOf(text, "the bridge is safe", "content"),
    ],
    { attributes: { quoteType: "indirect" } },
  );
  const items = [
    { versionId, score: 0.97, object: told },
    { versionId, score: 0.93, object: said },
    { versionId, object: { ...claimLink(told.id, said.id), id: randomUUID() } },
    { versionId, score: 0.62, object: claim([spanOf(text, "Forty houses were flooded")]) },
    { versionId, score: 0.3, object: claim([spanOf(text, "Nobody was hurt")]) },
  ];
  const push = pushInput.parse({ producer: "claim-spotter", version: "1.4", items });
  await receiveSuggestions(actorFor(manager), project.slug, push);
  return { project, manager, layer };
}

describe("an annotator whom a program suggests marks", () => {
  it("asks for them after a first pass, accepts, amends and rejects each by one press, and takes it back", async () => {
    const { project, layer } = await makeOffered("after-first-pass");
    const page = await openLayer(browser, app, project, layer);
    await page.getByRole("tab", { name: "Suggestions" }).click();
    expect(await page.locator(".mark-proposed").count()).toBe(0);
    await page.getByRole("button", { name: "I have read it: show suggestions" }).click();
    const list = page.getByRole("list", { name: "Suggestions" });
    await expect.poll(() => list.getByRole("listitem").count()).toBe(4);
    await page.locator(".mark-proposed").first().waitFor();
    const current = (words: string) => list.locator("[data-current]").filter({ hasText: words }).waitFor();

    await page.locator(".tiptap").focus();
    await page.keyboard.press(",");
    await current("the bridge is safe");
    await page.keyboard.press("y");
    await expect.poll(() => list.getByRole("listitem").count()).toBe(3);
    await page.keyboard.press("y");
    await current("Forty houses were flooded");
    await waitForSign(page, "Saved");
    expect(await savedLayer(layer.id)).toEqual(
      expect.arrayContaining([
        "content asserts: the bridge is safe → the bridge is safe",
        "attribution indirect: The mayor | said | the bridge is safe",
      ]),
    );

    await page.keyboard.press("u");
    await current("Nobody was hurt");
    await page.keyboard.press("Shift+Y");
    await page.getByText("Every suggestion is answered").waitFor();
    await page.locator("#current-mark :focus").waitFor();
    await waitForSign(page, "Saved");
    const answers = await db().suggestionAnswer.findMany({ where: { layerId: layer.id, deletedAt: null } });
    expect(answers.map((one) => [one.score, one.annotationId !== null]).sort()).toEqual([
      [0.3, true],
      [0.62, false],
      [0.93, true],
      [0.97, true],
    ]);

    await page.locator(".tiptap").focus();
    await page.keyboard.press("z");
    await expect.poll(() => list.getByRole("listitem").count()).toBe(1);
  });

  it("accepts all from a score on after seeing how many, and undoes that as one", async () => {
    const { project, layer } = await makeOffered("from-beginning");
    const page = await openLayer(browser, app, project, layer);
    await page.getByRole("tab", { name: "Suggestions 4" }).click();
    await page.getByLabel("Score at least").selectOption("0.6");
    await page.getByRole("button", { name: "Accept 3 of 4" }).click();
    await page.getByRole("tab", { name: "Suggestions 1" }).waitFor();
    await waitForSign(page, "Saved");
    expect(await savedLayer(layer.id)).toContain("content asserts: the bridge is safe → the bridge is safe");
    await page.locator(".tiptap").focus();
    await page.keyboard.press("z");
    await page.getByRole("tab", { name: "Suggestions 4" }).waitFor();
    await waitForSign(page, "Saved");
    await expect.poll(() => savedLayer(layer.id)).toEqual([]);
  });
});

describe("a manager", () => {
  it("sees how a program's suggestions were answered, and withdraws them", async () => {
    const { project, manager, layer } = await makeOffered("from-beginning");
    const annotator = await openLayer(browser, app, project, layer);
    await annotator.getByRole("tab", { name: "Suggestions 4" }).click();
    await annotator.getByRole("button", { name: "Accept 2 of 4" }).click();
    await waitForSign(annotator, "Saved");
    await submitLayer(actorFor({ id: layer.ownerId ?? "" }), layer.id, { nothingToMark: false });

    const page = await openPage(browser);
    const { name, value } = await logIn(manager.id);
    await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    await page.goto(`${app.url}/projects/${project.slug}/settings`);
    await page.getByRole("link", { name: "Suggestions" }).click();
    await page.getByRole("row", { name: "Claim 0.9–1.0 1 1 (100 %)" }).waitFor();
    await page.getByRole("row", { name: "Claim 0.3–0.4 1 –" }).waitFor();
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("2 marks that were made of them and handed in stay").waitFor();
    await page.getByRole("button", { name: "Withdraw them" }).click();
    await page.getByText("Withdrawn", { exact: true }).waitFor();
    expect(await db().annotation.count({ where: { layerId: layer.id, deletedAt: null } })).toBe(2);
  });

  it("reads a program's output from a file: dry run, what a label means, in, and undone as one", async () => {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    const { versionId } = await makeArticle(project, { text });
    const count = () =>
      db().suggestion.count({ where: { versionId, run: { producer: "tagger", withdrawnAt: null } } });
    const page = await openPage(browser);
    const { name, value } = await logIn(manager.id);
    await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    await page.goto(`${app.url}/projects/${project.slug}/suggestions`);
    await page.getByText("No program has suggested anything").waitFor();
    const bytes = (name: string, words: string) => {
      return { name, mimeType: "text/plain", buffer: Buffer.from(words) };
    };
    const marks =
      "T1\tClaim 29 33\tsafe\nT2\tSTATEMENT 35 60\tForty houses were flooded\nT3\tClaim 0 9\tThe major\n";
    await page
      .getByLabel("Drop its output here, or press to choose")
      .setInputFiles([bytes("story.txt", text), bytes("story.ann", marks)]);
    await page.getByText("story.ann", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Read the file" }).click();
    await page.getByText("Name the program and its version.").waitFor();
    await page.getByLabel("Program").fill("tagger");
    await page.getByLabel("Version").fill("3");
    await page.getByRole("button", { name: "Read the file" }).click();
    await page.waitForURL(/\/import\/dataset\/[0-9a-f-]{36}$/);

    // Both are done by threads, which take their time to start on a busy machine.
    const patiently = { timeout: 60_000 };
    await page.getByText("brat standoff").waitFor(patiently);
    await page.getByRole("row", { name: "story.ann 3 its words are not the text" }).waitFor();
    await page.getByRole("button", { name: "Suggest on 1 article" }).click();
    await page.getByText("Say what one label means, or leave it out.").waitFor();
    await page.getByLabel("Meaning of STATEMENT").selectOption({ label: "Claim" });
    await page.getByLabel("Leave out the place that is not right").check();
    expect(await count()).toBe(0);
    await page.getByRole("button", { name: "Suggest on 1 article" }).click();
    await page.getByText("tagger 3 suggests 2 marks on 1 article.").waitFor(patiently);
    expect(await count()).toBe(2);
    await page.getByRole("link", { name: "See the suggestions" }).click();
    await page.getByRole("row", { name: "Claim none given 2" }).waitFor();
    await page.getByRole("link", { name: "The file it came from" }).click();
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("This import was undone").waitFor();
    expect(await count()).toBe(0);
  });
});
