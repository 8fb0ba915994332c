import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, inTransaction } from "@/lib/db";
import { writeChanges } from "@/lib/layers/write-changes";
import { openLayer, savedSpans, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeProject } from "../support/factories";
import { makeMark } from "../support/marks";
import { claim, spanAt } from "../support/operations";

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
].join("\n");

async function makeWork(text = flood) {
  const article = await makeArticle(project, { text, language: "en" });
  return { article, layer: await makeLayer(article) };
}

const textOf = (page: Page) => page.getByRole("textbox", { name: /article to annotate/ });
const status = (page: Page, words: string | RegExp) =>
  page.getByRole("status").filter({ hasText: words }).first().waitFor();

describe("an annotator who sees no screen", () => {
  it("finds the text by its name, hears what is marked where, and makes marks by keys alone", async () => {
    const { layer } = await makeWork();
    const page = await openLayer(browser, app, project, layer);
    await textOf(page).focus();
    await page.keyboard.press("j");
    await status(page, "Dam bursts above Korva");
    await page.keyboard.press("j");
    await status(page, /^About 600 people were rescued, the civil protection service said\.$/);
    await page.keyboard.press("1");
    await status(page, /^Claim: About 600 people/);
    await waitForSign(page, "Saved");
    await page.keyboard.press("j");
    await status(page, /^Forty houses were flooded\.$/);
    await page.keyboard.press("k");
    await status(page, "said. (Claim is here)");
    const rows = page.getByRole("region", { name: "Marks" }).getByRole("listitem");
    await expect.poll(() => rows.count()).toBe(1);
    expect(await savedSpans(layer.id)).toMatchObject([
      { kind: "claim", quote: "About 600 people were rescued, the civil protection service said." },
    ]);
    // The caret stands where the reader is, for a Braille line or a magnifier.
    const before = await page.evaluate(() => document.getSelection()?.anchorNode?.textContent);
    expect(before).toContain("About 600 people");
  });

  it("hears what the caret comes into and leaves when the browser's own keys move it", async () => {
    const { layer } = await makeWork();
    await makeMark(layer, flood, "claim", { body: "600 people" });
    const page = await openLayer(browser, app, project, layer);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await status(page, "About 600 people");
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.evaluate(() => document.getSelection()?.modify("move", "forward", "word"));
    await page.evaluate(() => document.getSelection()?.modify("move", "forward", "word"));
    await status(page, "into Claim: 600 people");
  });

  it("goes through the list of marks by arrows, and Enter leads to the mark in the text", async () => {
    const { layer } = await makeWork();
    for (const body of ["Dam bursts", "600 people", "Forty houses"])
      await makeMark(layer, flood, "claim", { body });
    const page = await openLayer(browser, app, project, layer);
    const list = page.getByRole("region", { name: "Marks" });
    await list.getByRole("button", { name: /Dam bursts/ }).focus();
    await page.keyboard.press("ArrowDown");
    await list.locator("button:focus", { hasText: "600 people" }).waitFor();
    await page.keyboard.press("End");
    await list.locator("button:focus", { hasText: "Forty houses" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".tiptap:focus .mark-selected", { hasText: "Forty houses" }).waitFor();
  });
});

describe("an annotator at the keyboard", () => {
  it("cannot change the text by typing, pasting, cutting, dropping or an input method", async () => {
    const { layer } = await makeWork();
    const page = await openLayer(browser, app, project, layer);
    const words = () => page.locator(".tiptap").textContent();
    const before = await words();
    await page.keyboard.press("j");
    await status(page, "Dam bursts");
    await page.keyboard.insertText("typed");
    const client = await page.context().newCDPSession(page);
    await client.send("Input.imeSetComposition", { text: "かな", selectionStart: 2, selectionEnd: 2 });
    await client.send("Input.insertText", { text: "仮名" });
    await page.evaluate(() => {
      const text = document.querySelector(".tiptap");
      const data = new DataTransfer();
      data.setData("text/plain", "pasted");
      text?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
      document.execCommand("insertText", false, "commanded");
      document.execCommand("delete");
    });
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+x");
    await expect.poll(words).toBe(before);
    expect(await textOf(page).getAttribute("aria-readonly")).toBe("true");
    expect(await textOf(page).getAttribute("inputmode")).toBe("none");
  });

  it("can mark nothing by a single key outside of the text, and comes back to it by Escape", async () => {
    const { layer } = await makeWork();
    await makeMark(layer, flood, "claim", { body: "600 people" });
    const page = await openLayer(browser, app, project, layer);
    await page.keyboard.press("j");
    await status(page, "Dam bursts");
    const row = page.getByRole("region", { name: "Marks" }).getByRole("button", { name: /600 people/ });
    await row.focus();
    await page.keyboard.press("1");
    await page.keyboard.press("j");
    await page.locator(".tiptap .lit", { hasText: "Dam bursts" }).waitFor();
    await page.getByRole("button", { name: "Skip", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".tiptap:focus").waitFor();
    await page.keyboard.press("1");
    await waitForSign(page, "Saved");
    await expect
      .poll(async () => (await savedSpans(layer.id)).map((span) => span.quote))
      .toEqual(["Dam bursts above Korva", "600 people"]);
  });
});

describe("marks that lie over one another", () => {
  it("each have a line of their own, say which they are under the pointer, and take turns when pressed", async () => {
    const { layer } = await makeWork();
    await makeMark(layer, flood, "claim", { body: "About 600 people were rescued" });
    await makeMark(layer, flood, "claim", { body: "600 people" });
    await makeMark(layer, flood, "claim", { body: "600 people" });
    await makeMark(layer, flood, "attribution", { content: "600 people were rescued", cue: "said" });
    const page = await openLayer(browser, app, project, layer);
    const shared = page.locator(".tiptap [data-marks]", { hasText: /^600 people$/ });
    const lanes = (await shared.getAttribute("class"))?.split(" ").filter((name) => /^ln\d-/.test(name));
    expect(lanes?.sort()).toEqual(["ln0-claim", "ln1-content", "ln2-claim", "ln3-claim"]);
    expect(await shared.getAttribute("aria-description")).toBe("Claim; Attribution, content; Claim; Claim");
    await shared.hover();
    const tip = page.locator("[data-tip]");
    await tip.getByText("4 marks here. Press again for the next.").waitFor();
    expect(await page.evaluate(() => CSS.highlights.get("marks-meant")?.size)).toBeGreaterThan(3);
    const panel = page.getByRole("region", { name: "Current mark" });
    const seen: string[] = [];
    for (let press = 1; press <= 4; press += 1) {
      await shared.click({ position: { x: 20, y: 8 } });
      await tip.getByText(`${press} of 4 marks here`).waitFor();
      seen.push((await panel.locator(".mark").first().textContent()) ?? "");
    }
    expect(seen.length).toBe(4);
    await shared.click({ position: { x: 20, y: 8 } });
    await tip.getByText("1 of 4 marks here").waitFor();
  });
});

describe("a long text with thousands of marks", () => {
  it("shows its marks at once, keeps the page small, and leads from the list to the last one", async () => {
    const sentence = "Forty houses were flooded in the night, the mayor of Korva told the council. ";
    const text = Array.from({ length: 200 }, () => sentence.repeat(5).trim()).join("\n");
    const { article, layer } = await makeWork(text);
    const step = Math.floor((text.length - 60) / 2_000);
    const changes = Array.from({ length: 2_000 }, (_, number) => ({
      before: null,
      after: {
        ...claim([spanAt(text, number * step, number * step + 50)], { id: randomUUID() }),
        revision: 1,
        deleted: false,
      },
    }));
    const place = {
      layerId: layer.id,
      articleId: article.id,
      revision: 0,
      actorId: layer.ownerId,
      command: null,
    };
    await inTransaction(undefined, (tx) => writeChanges(tx, { ...article, ...place }, changes));
    const page = await openLayer(browser, app, project, layer);
    await page.locator(".tiptap [data-marks]").first().waitFor();
    const list = page.getByRole("region", { name: "Marks" });
    expect(await list.getByRole("listitem").count()).toBeLessThan(200);
    await list.getByRole("button").first().focus();
    await page.keyboard.press("End");
    const last = list.locator("button:focus");
    await expect.poll(() => last.getAttribute("data-row")).toBe("1999");
    await page.keyboard.press("Enter");
    await page.locator(".tiptap:focus .mark-selected").first().waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => {
          const box = document.querySelector(".tiptap .mark-selected")?.getBoundingClientRect();
          return box !== undefined && box.top > 0 && box.bottom < innerHeight;
        }),
      )
      .toBe(true);
    // In the end every mark is in the document, for a screen reader's own search and lists.
    await page.waitForFunction(
      () => {
        const ids = new Set<string>();
        for (const element of document.querySelectorAll(".tiptap [data-marks]"))
          for (const id of element.getAttribute("data-marks")?.split(" ") ?? []) ids.add(id);
        return ids.size === 2_000;
      },
      undefined,
      { polling: 250 },
    );
    await page.keyboard.press("Delete");
    await waitForSign(page, "Saved");
    await expect
      .poll(() => db().annotation.count({ where: { layerId: layer.id, deletedAt: null } }))
      .toBe(1_999);
  });
});
