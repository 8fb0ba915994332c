import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { dragOver, openLayer, savedSpans, waitForSign, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
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

const flood = [
  "Dam bursts above Korva",
  "",
  "About 600 people were rescued, the civil protection service said. Forty houses were flooded.",
  "“We counted lamps,” Colonel Ines Varga said.",
].join("\n");

async function open(text = flood, language = "en", options = {}, place = project) {
  const article = await makeArticle(place, { text, language });
  const layer = await makeLayer(article);
  return { page: await openLayer(browser, app, place, layer, options), layer, article };
}

const quotes = async (layerId: string) =>
  (await savedSpans(layerId)).map((span) => `${span.kind} ${span.role}: ${span.quote}`);

describe("an annotator", () => {
  it("draws over some words, makes a claim of them, and finds it there after a reload", async () => {
    const { page, layer } = await open();
    await dragOver(page, "Forty houses were flooded");
    await page
      .getByRole("toolbar", { name: "Mark the selection" })
      .getByRole("button", { name: "Claim" })
      .click();
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual(["claim body: Forty houses were flooded"]);
    await page.reload();
    await waitUntilReady(page);
    const mark = page.locator(".tiptap .mark-claim");
    expect(await mark.textContent()).toBe("Forty houses were flooded");
    await mark.click();
    expect(await page.getByRole("region", { name: "Current mark" }).textContent()).toContain(
      "Forty houses were flooded",
    );
  });

  it("marks claim, attribution and twin, takes one back and submits, by keyboard alone", async () => {
    const twinText = "Forty houses had been flooded by noon, the paper wrote. The rest is weather.";
    const own = await makeProject();
    await makeArticle(own, { text: twinText, title: "The other paper", slots: 0 });
    const { page, layer } = await open(flood, "en", {}, own);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.keyboard.press("2");
    await page.keyboard.press("Enter");
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual([
      "attribution content: About 600 people were rescued",
      "claim body: About 600 people were rescued, the civil protection service said.",
      "attribution source: the civil protection service",
      "attribution cue: said",
    ]);
    await page.keyboard.press("j");
    await page.keyboard.press("3");
    await page.getByRole("region", { name: "Choose the twin" }).getByText("The other paper").waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("l");
    await waitForSign(page, "Saved");
    const link = await db().reuseLink.findFirstOrThrow({
      where: { layerId: layer.id },
      include: { passage: true },
    });
    expect(link.degree).toBe("light-revision");
    expect(link.passage.quote).toContain("Forty houses had been flooded");
    await page.keyboard.press("Delete");
    await page.keyboard.press("z");
    await page.keyboard.press("z");
    await page.keyboard.press("Shift+Z");
    await waitForSign(page, "Saved");
    expect(await db().reuseLink.count({ where: { layerId: layer.id, deletedAt: null } })).toBe(1);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByText("Submitted. Recall it to change it").waitFor();
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).state).toBe("submitted");
    await page.locator("button:focus", { hasText: "Next article" }).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.locator("button:focus", { hasText: "Recall" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Submit", exact: true }).waitFor();
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).state).toBe("open");
  });

  it("goes on offline, closes the page, and loses nothing once the line is back", async () => {
    const { page, layer } = await open();
    const context = page.context();
    await context.setOffline(true);
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await waitForSign(page, "Offline, 2 waiting");
    expect(await savedSpans(layer.id)).toEqual([]);
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
    await waitUntilReady(again);
    await waitForSign(again, "Saved");
    expect((await savedSpans(layer.id)).map((span) => span.kind)).toEqual(["claim", "claim"]);
    expect(await again.locator(".tiptap .mark-claim").count()).toBe(2);
  });

  it("marks the very characters meant in texts of emoji, Arabic and Chinese", async () => {
    const emoji = "👩‍🚒 Crews 🇺🇦 saved 600 people 😀 today. Nobody 👨‍👩‍👧 was lost.";
    const first = await open(emoji);
    await dragOver(first.page, "saved 600 people 😀");
    await first.page.keyboard.press("1");
    await waitForSign(first.page, "Saved");
    const at = [...emoji.slice(0, emoji.indexOf("saved"))].length;
    expect(await savedSpans(first.layer.id)).toMatchObject([
      { start: at, end: at + [..."saved 600 people 😀"].length, quote: "saved 600 people 😀" },
    ]);
    const second = await open("قال العمدة إن الجسر آمن. غمرت المياه أربعين منزلا.", "ar");
    expect(await second.page.locator(".tiptap").getAttribute("dir")).toBe("rtl");
    await second.page.keyboard.press("j");
    await second.page.keyboard.press("j");
    await second.page.keyboard.press("1");
    await waitForSign(second.page, "Saved");
    expect(await quotes(second.layer.id)).toEqual(["claim body: غمرت المياه أربعين منزلا."]);
    const third = await open("大坝决口。约600人获救。", "zh");
    await third.page.keyboard.press("j");
    await third.page.keyboard.press("j");
    await third.page.keyboard.press("1");
    await waitForSign(third.page, "Saved");
    expect(await quotes(third.layer.id)).toEqual(["claim body: 约600人获救。"]);
  });

  it("lays two marks over each other and reaches both by pressing again", async () => {
    const { page, layer } = await open();
    await dragOver(page, "About 600 people were rescued");
    await page.keyboard.press("1");
    await page.keyboard.press("Escape");
    await dragOver(page, "600 people were rescued, the civil");
    await page.keyboard.press("1");
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual([
      "claim body: About 600 people were rescued",
      "claim body: 600 people were rescued, the civil",
    ]);
    const shared = page.locator('.tiptap [data-marks*=" "]');
    expect(await shared.textContent()).toBe("600 people were rescued");
    const panel = page.getByRole("region", { name: "Current mark" });
    await page.keyboard.press("Escape");
    await shared.click({ position: { x: 8, y: 10 } });
    await panel.waitFor();
    const first = await panel.locator(".mark").first().textContent();
    // Elsewhere, or it would be a double click, which selects a word.
    await shared.click({ position: { x: 90, y: 10 } });
    await expect.poll(() => panel.locator(".mark").first().textContent()).not.toBe(first);
  });

  it("moves a mark to other words and adds a second fragment", async () => {
    const { page, layer } = await open();
    await dragOver(page, "600 people");
    await page.keyboard.press("1");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("w");
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual(["claim body: About 600 people were rescued"]);
    await dragOver(page, "Forty houses");
    await page.keyboard.press("+");
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual([
      "claim body: About 600 people were rescued",
      "claim body: Forty houses",
    ]);
  });

  it("marks a clause in five presses, and one of its characters less", async () => {
    const { page, layer } = await open("The flood came at night; nobody in Korva had been warned.");
    for (const key of ["j", "]", "j", "1"]) await page.keyboard.press(key);
    for (const key of ["Alt+ArrowLeft", "w"]) await page.keyboard.press(key);
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual(["claim body: nobody in Korva had been warned"]);
  });

  it("aims at a source word by word where the proposal is not right", async () => {
    const { page, layer } = await open("The flood came at night. Old Mara Holt remembered nothing else.");
    await page.keyboard.press("j");
    await page.keyboard.press("2");
    await page.keyboard.press("s");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Enter");
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual([
      "attribution content: The flood came at night.",
      "attribution source: Mara Holt",
    ]);
  });

  it("is shown both sides when the server has another version, and merges them field by field, by keys", async () => {
    const { page, layer } = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await waitForSign(page, "Saved");
    const changeThere = (revision: number, attributes: object) =>
      db()
        .$executeRaw`UPDATE "Annotation" SET "revision" = ${revision}, "attributes" = ${JSON.stringify(attributes)}::jsonb WHERE "layerId" = ${layer.id}::uuid`;
    await changeThere(5, { kind: "prediction", origin: "none-given", quantities: [], note: "Seen there" });
    await page.keyboard.press("1");
    await waitForSign(page, "Needs attention");
    const choice = page.getByRole("alertdialog", { name: "A change was refused" });
    const kind = choice.getByRole("group", { name: "Kind" });
    expect(await kind.textContent()).toContain("Prediction");
    expect(await kind.textContent()).toContain("Assessment");
    const focused = page.locator("input[type=radio]:focus");
    await focused.waitFor();
    expect(await kind.getByRole("radio", { name: /^Yours/ }).isChecked()).toBe(true);
    // Nobody touched the note here, so what was written there is taken unless one says otherwise.
    const note = choice.getByRole("group", { name: "Note" });
    expect(await note.getByRole("radio", { name: /^On the server now/ }).isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await note.locator("input:focus").waitFor();
    await page.keyboard.press("Tab");
    await choice.locator("button:focus").waitFor();
    await page.keyboard.press("Enter");
    await waitForSign(page, "Saved");
    const saved = () => db().annotation.findFirstOrThrow({ where: { layerId: layer.id } });
    expect((await saved()).attributes).toMatchObject({ kind: "assessment", note: "Seen there" });
    await changeThere(9, { kind: "factual", origin: "own-reporting", quantities: [] });
    await page.locator(".tiptap").focus();
    await page.keyboard.press("1");
    await waitForSign(page, "Needs attention");
    await kind.locator("input:focus").waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => kind.getByRole("radio", { name: /^On the server/ }).isChecked()).toBe(true);
    await choice.getByRole("button", { name: "Save as chosen" }).press("Enter");
    await waitForSign(page, "Saved");
    expect((await saved()).attributes).toMatchObject({ kind: "factual" });
  });

  it("undoes after a reload what was done before it", async () => {
    const { page, layer } = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await waitForSign(page, "Saved");
    await page.reload();
    await waitUntilReady(page);
    await page.keyboard.press("z");
    await page.getByRole("status").filter({ hasText: "Undone." }).waitFor();
    await waitForSign(page, "Saved");
    expect(await savedSpans(layer.id)).toEqual([]);
    await page.keyboard.press("Shift+Z");
    await page.locator(".tiptap .mark-claim").waitFor();
    await waitForSign(page, "Saved");
    expect(await savedSpans(layer.id)).toHaveLength(1);
  });

  it("links a twin outside by its address and words", async () => {
    const own = await makeProject();
    const { page, layer } = await open(flood, "en", {}, own);
    await page.keyboard.press("j");
    await page.keyboard.press("3");
    await page.getByText("Nothing like it in the articles you can see").waitFor();
    await page.keyboard.press("x");
    await page.getByLabel("Address").fill("https://paper.example/flood");
    await page.getByRole("button", { name: "Link", exact: true }).click();
    await waitForSign(page, "Saved");
    const link = await db().reuseLink.findFirstOrThrow({
      where: { layerId: layer.id },
      include: { passage: true },
    });
    expect(link.passage).toMatchObject({
      url: "https://paper.example/flood",
      quote: "Dam bursts above Korva",
      versionId: null,
    });
  });

  it("resolves a source to a proposal of a new one, and links a claim to an attribution elsewhere", async () => {
    const { page, layer } = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("2");
    await page.keyboard.press("Enter");
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Propose" }).click();
    // The sign still says "Saved" while the source is being made.
    await expect.poll(() => db().attributionSource.count({ where: { layerId: layer.id } })).toBe(1);
    const named = await db().attributionSource.findFirstOrThrow({
      where: { layerId: layer.id },
      include: { source: true },
    });
    expect(named.source).toMatchObject({ name: "the civil protection service", isProposal: true });
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.keyboard.press("a");
    await page.keyboard.press("1");
    await page.keyboard.press("d");
    await expect
      .poll(() => db().claimLink.findFirst({ where: { layerId: layer.id, deletedAt: null } }))
      .toMatchObject({ role: "remote", stance: "denies" });
  });

  it("is told who corrects blocks; a reviewer corrects them with one key", async () => {
    const { page } = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("b");
    await page.getByRole("status").filter({ hasText: "corrects them. Tell them." }).waitFor();
    const article = await makeArticle(project, { text: flood });
    const reviewer = await makeMember(project, "reviewer");
    const layer = await makeLayer(article, { ownerId: reviewer.id });
    const second = await openLayer(browser, app, project, layer);
    await second.keyboard.press("j");
    await second.keyboard.press("b");
    await second.getByRole("status").filter({ hasText: "Block: Pull quote" }).waitFor();
    const blocks = await db().block.findMany({ where: { versionId: article.versionId } });
    expect(blocks.map((block) => block.kind)).toEqual(["pull-quote"]);
  });

  it("says that there is nothing to mark", async () => {
    const { page, layer } = await open();
    await page.keyboard.press("Control+Enter");
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Submit", exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel("I have read it, and there is nothing to mark").check();
    await dialog.getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByText("Submitted: nothing to mark.").waitFor();
    await page.getByRole("button", { name: "Next article" }).click();
    await page
      .getByText(/^(Nothing is free now|Nothing is left for you|All articles are handed in)\./)
      .waitFor();
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).isNothingToMark).toBe(true);
  });

  it("gives an article back with a reason, and finds it gone from the work", async () => {
    const { page, article } = await open();
    await page.getByRole("button", { name: "Skip", exact: true }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Skip", exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel("Reason").fill("I know the author.");
    await dialog.getByRole("button", { name: "Skip", exact: true }).click();
    await page.waitForURL(/\/work$/);
    const slots = await db().slot.findMany({ where: { articleId: article.id }, orderBy: { ordinal: "asc" } });
    expect(slots.map((slot) => [slot.state, slot.skipReason])).toEqual([
      ["skipped", "I know the author."],
      ["open", null],
    ]);
  });

  it("marks by touch on a phone", async () => {
    const { page, layer } = await open(flood, "en", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await page.evaluate(() => {
      const line = [...document.querySelectorAll(".tiptap p")].find((one) =>
        one.textContent?.startsWith("About"),
      );
      const node = line && document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
      if (node) document.getSelection()?.setBaseAndExtent(node, 0, node, 29);
    });
    await page
      .getByRole("toolbar", { name: "Mark the selection" })
      .getByRole("button", { name: "Claim" })
      .tap();
    await waitForSign(page, "Saved");
    expect(await quotes(layer.id)).toEqual(["claim body: About 600 people were rescued"]);
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider).toBe(false);
  });
});
