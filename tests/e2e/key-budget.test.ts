import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import {
  articleText,
  articleWanted,
  articleWork,
  targets,
  targetText,
  twinText,
} from "../support/key-budget";
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

const most = { "sentence claim": 2, "clause claim": 5, attribution: 12, twin: 4, block: 1 } as const;

async function digitOf(page: Page, title: string): Promise<string> {
  const offered = page.getByRole("region", { name: "Choose the twin" }).getByRole("listitem");
  const wanted = offered.filter({ hasText: title }).first();
  return (await wanted.locator("kbd").first().textContent()) ?? "";
}

/** Presses keys one after another; before one that acts on what comes from the server, that has to stand there. */
async function pressAll(page: Page, keys: string): Promise<number> {
  const list = keys.split(" ").filter(Boolean);
  for (const [place, key] of list.entries()) {
    // "@paper" is the digit under which the other paper's passage is offered.
    await page.keyboard.press(key === "@paper" ? await digitOf(page, "The other paper") : key);
    if (key === "r")
      await page.getByRole("list", { name: "Suggested sources" }).getByRole("button").first().waitFor();
    if (list[place - 1] === "r")
      await page.getByRole("region", { name: "Who is the source" }).waitFor({ state: "detached" });
    if (key === "q") await page.locator("#current-mark [data-field=quantity]:focus").waitFor();
  }
  return list.length;
}

describe("an annotator who touches no mouse", () => {
  it("annotates a whole article of 25 claims and 12 attributions in at most 300 presses", async () => {
    const project = await makeProject({ name: "Harbour desk" });
    await makeSource({ name: "Civil protection service", kind: "government" });
    await makeSource({ name: "Colonel Ines Varga", kind: "person" });
    const layer = await makeLayer(await makeArticle(project, { text: articleText, language: "en" }));
    const page = await openLayer(browser, app, project, layer);
    let presses = 0;
    for (const { keys, shows } of articleWork) {
      presses += await pressAll(page, keys);
      await page.locator("#current-mark").getByText(shows).first().waitFor();
    }
    await waitForSign(page, "Saved");
    const saved = await savedLayer(layer.id);
    expect(saved).toEqual([...articleWanted].sort());
    expect(saved.filter((line) => line.startsWith("claim "))).toHaveLength(25);
    expect(saved.filter((line) => line.startsWith("attribution "))).toHaveLength(12);
    console.info(`A whole article of 25 claims and 12 attributions: ${presses} presses (at most 300).`);
    expect(presses).toBeLessThanOrEqual(300);
  });

  it("reaches each of thirty targets within its number of presses, from the end of the mark before", async () => {
    const project = await makeProject();
    await makeArticle(project, { text: twinText, title: "The other paper", slots: 0 });
    const owner = await makeMember(project, "manager");
    const headline = targetText.indexOf("\n\n") + 2;
    const article = await makeArticle(project, {
      text: targetText,
      language: "en",
      blocks: [
        { kind: "headline", start: 0, end: headline },
        { kind: "body", start: headline, end: [...targetText].length },
      ],
    });
    const layer = await makeLayer(article, { ownerId: owner.id });
    const page = await openLayer(browser, app, project, layer);
    // The reader stands at the headline, as after a mark on it.
    await page.keyboard.press("j");
    const counts: string[] = [];
    for (const { kind, keys, wanted } of targets) {
      const presses = await pressAll(page, keys);
      counts.push(`${String(presses).padStart(2)} of ${most[kind]}  ${kind}: ${wanted}`);
      if (kind === "block")
        await expect
          .poll(() =>
            db().block.findMany({ where: { versionId: article.versionId }, select: { kind: true } }),
          )
          .toContainEqual({ kind: wanted });
      else await expect.poll(() => savedLayer(layer.id)).toContain(wanted);
      expect(presses, wanted).toBeLessThanOrEqual(most[kind]);
    }
    expect(targets).toHaveLength(30);
    console.info(["Presses from the end of the mark before:", ...counts].join("\n"));
  });
});
