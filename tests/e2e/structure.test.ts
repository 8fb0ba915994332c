import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitForSign, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeProject } from "../support/factories";
import { linkClaim, makeMark } from "../support/marks";
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

const text = [
  "The mayor said the bridge is safe. Forty houses were flooded.",
  "Radio Lissa reported that the governor had promised help, citing a letter.",
].join("\n");

async function makeWork(options: { blockingChecks?: string[]; cue?: string } = {}) {
  const project = await makeProject();
  await db().project.update({
    where: { id: project.id },
    data: { blockingChecks: options.blockingChecks ?? [] },
  });
  const layer = await makeLayer(await makeArticle(project, { text, language: "en" }));
  const claim = await makeMark(
    layer,
    text,
    "claim",
    { body: "the bridge is safe" },
    { attributes: { origin: "attributed" } },
  );
  const said = await makeMark(
    layer,
    text,
    "attribution",
    { content: "the bridge is safe", source: "The mayor", ...(options.cue ? { cue: options.cue } : {}) },
    { attributes: { sourceKind: "unnamed" } },
  );
  await linkClaim(layer, said, claim);
  return { project, layer, claim, said };
}

const panel = (page: Page) => page.getByRole("region", { name: "Current mark" });
const joints = (page: Page, kind: string) => page.locator(`svg [data-joint=${kind}]`);

describe("an annotator", () => {
  it("sees an attribution as one object, nests one in it, says what it rests on, and takes it back", async () => {
    const { project, layer } = await makeWork({ cue: "said" });
    await makeMark(layer, text, "attribution", {
      content: "that the governor had promised help",
      source: "Radio Lissa",
      cue: "reported",
    });
    await makeMark(layer, text, "attribution", { content: "help", source: "the governor", cue: "promised" });
    const page = await openLayer(browser, app, project, layer);
    await page.locator(".tiptap").getByText("Radio Lissa").click();
    await panel(page).getByText("Radio Lissa").first().waitFor();
    await expect.poll(() => joints(page, "role").count()).toBe(2);
    await page.keyboard.press("m");
    await panel(page).getByText("the governor").first().waitFor();
    await page.keyboard.press("n");
    await page.getByRole("region", { name: "Which attribution reports this one?" }).waitFor();
    await page.keyboard.press("1");
    await panel(page).getByRole("button", { name: "Reported by “Radio Lissa”" }).waitFor();
    await expect.poll(() => joints(page, "nested").count()).toBe(1);
    await page.keyboard.press("f");
    await page.getByRole("region", { name: "What does it rest on" }).waitFor();
    await page.keyboard.press("f");
    await page.locator("#current-mark input:focus").waitFor();
    await page.keyboard.type("a letter");
    await page.keyboard.press("Enter");
    await panel(page).getByText("passed on from").first().waitFor();
    await waitForSign(page, "Saved");
    const nested = "nested: help in that the governor had promised help";
    const rests = "rests relays: help on a letter";
    expect(await savedLayer(layer.id)).toEqual(expect.arrayContaining([nested, rests]));
    await page.keyboard.press("z");
    await expect.poll(() => savedLayer(layer.id)).not.toContain(rests);
    await page.keyboard.press("z");
    await expect.poll(() => savedLayer(layer.id)).not.toContain(nested);
    await expect.poll(() => joints(page, "nested").count()).toBe(0);
  });

  it("says that a claim is denied, and that it was a speech act, and sees both on the line", async () => {
    const { project, layer } = await makeWork({ cue: "said" });
    const page = await openLayer(browser, app, project, layer);
    await page.keyboard.press("m");
    await panel(page).waitFor();
    await page.keyboard.press("d");
    await page.keyboard.press("Shift+D");
    await joints(page, "claim").getByText("denies, that it was said").waitFor();
    await expect
      .poll(() => savedLayer(layer.id))
      .toContain("speech-act denies: the bridge is safe → the bridge is safe");
  });

  it("is stopped by what the project insists on, jumps to it, settles it and hands in", async () => {
    const { project, layer } = await makeWork({ blockingChecks: ["no-cue"] });
    const page = await openLayer(browser, app, project, layer);
    const answer = await page.request.post(`${app.url}/api/layers/${layer.id}/submit`, {
      data: { nothingToMark: false },
      headers: { origin: app.url },
    });
    expect(answer.status()).toBe(409);
    expect(await answer.json()).toMatchObject({ error: { code: "checks-open" } });
    await page.keyboard.press("Control+Enter");
    const dialog = page.getByRole("dialog", { name: "Submit this article?" });
    await dialog.getByText("One thing has to be settled first.").waitFor();
    expect(await dialog.getByRole("button", { name: "Submit", exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: /This attribution has no cue/ }).click();
    await dialog.waitFor({ state: "detached" });
    await panel(page).getByText("This attribution has no cue.").waitFor();
    await page.locator("#article-text").focus();
    await page.keyboard.press("c");
    await page.getByRole("status").filter({ hasText: "“said”" }).first().waitFor();
    await page.keyboard.press("Enter");
    await panel(page).getByText("This attribution has no cue.").waitFor({ state: "detached" });
    await waitForSign(page, "Saved");
    await page.keyboard.press("Control+Enter");
    await dialog.getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByText("Submitted. Recall it to change it").waitFor();
  });

  it("goes from problem to problem by one key, all of a mark before the next", async () => {
    const { project, layer } = await makeWork();
    await makeMark(layer, text, "attribution", { content: "the governor had promised help" });
    const page = await openLayer(browser, app, project, layer);
    const notice = (words: string) => page.getByRole("status").filter({ hasText: words }).first().waitFor();
    await page.keyboard.press(".");
    await notice("This attribution has no cue.");
    await page.keyboard.press(".");
    await panel(page).getByText("This attribution carries no claim yet.").waitFor();
    await page.keyboard.press(".");
    await notice("No source is marked.");
    await page.keyboard.press(".");
    await notice("This attribution carries no claim yet.");
    await page.keyboard.press(".");
    await panel(page).getByText("The mayor").first().waitFor();
    await page.keyboard.press(".");
    await panel(page).getByText("This attribution carries no claim yet. a links one.").waitFor();
    await page.keyboard.press("a");
    const list = page.getByRole("region", { name: "Which claim does it carry?" });
    await list.waitFor();
    await page.keyboard.press("ArrowDown");
    await list.locator("li[aria-current]", { hasText: "the bridge is safe" }).waitFor();
    await page.keyboard.press("ArrowUp");
    await list.locator("li:not([aria-current])").waitFor();
    await page.keyboard.press("ArrowDown");
    await list.locator("li[aria-current]").waitFor();
    await page.keyboard.press("Enter");
    await panel(page).getByText("This attribution carries no claim yet.").waitFor({ state: "detached" });
    await expect
      .poll(() => savedLayer(layer.id))
      .toContainEqual(expect.stringMatching("the governor had promised help → the bridge is safe"));
  });

  it("finds a command by its name, gives it another key, is refused a taken one, and uses the new one", async () => {
    const { project, layer } = await makeWork({ cue: "said" });
    const page = await openLayer(browser, app, project, layer);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Find a command" });
    await palette.getByRole("combobox").fill("next mark");
    await palette.getByRole("option", { name: "Next mark" }).waitFor();
    await page.keyboard.press("Enter");
    await palette.waitFor({ state: "detached" });
    await panel(page).waitFor();
    await page.goto(`${app.url}/account`);
    await page.getByText("Change single keys").click();
    const change = (name: string) => page.getByRole("button", { name: `Change the key of: ${name}` });
    await change("Next mark").click();
    await page.getByRole("button", { name: "Press the key for: Next mark" }).waitFor();
    await page.keyboard.press("j");
    await page.getByText("“j” is taken: Next sentence. Give that another key first.").waitFor();
    await change("Next mark").click();
    await page.getByRole("button", { name: "Press the key for: Next mark" }).waitFor();
    await page.keyboard.press("e");
    await page.getByRole("button", { name: "Reset the key of: Next mark" }).waitFor();
    await page.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
    await waitUntilReady(page);
    await page.keyboard.press("e");
    await panel(page).waitFor();
    await page.goto(`${app.url}/account`);
    await page.getByRole("switch", { name: "Keys of one character" }).click();
    await expect
      .poll(() => db().userPreference.findFirst({ where: { userId: layer.ownerId ?? "" } }))
      .toMatchObject({ hasSingleKeys: false });
    await page.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
    await waitUntilReady(page);
    await page.keyboard.press("e");
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").waitFor();
    expect(await page.getByRole("region", { name: "Current mark" }).isVisible()).toBe(false);
  });
});
