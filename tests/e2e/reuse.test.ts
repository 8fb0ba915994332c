import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { settleReuse } from "@/lib/reuse/settle";
import { openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import {
  type MadeArticle,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../support/factories";
import { logIn } from "../support/login";
import { linkReuse, makeMark } from "../support/marks";

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

const wireText =
  "Floods in Korva\nAbout forty houses were flooded by noon, the civil protection service said. The rest is weather.";
const paperText = "Korva under water\nForty houses were flooded by noon. Schools stay closed.";

async function openAs(userId: string, options = {}) {
  const page = await openPage(browser, options);
  const { name, value } = await logIn(userId);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

describe("somebody who follows a copied passage", () => {
  it("links reuse, finishes the article, sees the family tree, and follows it to the span", async () => {
    const project = await makeProject({ name: "Flood desk", reviewPolicy: "none" });
    const wire = await makeSource({ name: "Northern Wire", kind: "agency" });
    await makeArticle(project, {
      text: wireText,
      title: "Floods in Korva",
      publisherId: wire.id,
      publishedAt: new Date("2026-05-03T09:00:00Z"),
      slots: 0,
    });
    const paper = await makeArticle(project, {
      text: paperText,
      title: "Korva under water",
      publishedAt: new Date("2026-05-03T12:00:00Z"),
    });
    await db().articleCredit.create({
      data: { articleId: paper.id, name: "Northern Wire", sourceId: wire.id },
    });
    const layer = await makeLayer(paper);
    const page = await openLayer(browser, app, project, layer);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("3");
    await page
      .getByRole("region", { name: "Choose the twin" })
      .getByRole("button", { name: /Floods in Korva/ })
      .waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("h");
    await page.getByLabel("Which way").selectOption({ label: "Copied from the twin" });
    await page.getByLabel("Attribution dropped").check();
    await waitForSign(page, "Saved");
    await expect.poll(() => db().reuseLink.count({ where: { lost: { has: "attributionDropped" } } })).toBe(1);

    // While the work is one's own and open there is nothing to see, whatever others may have linked.
    const other = await openAs(layer.ownerId ?? "");
    await other.goto(`${app.url}/projects/${project.slug}/reuse`);
    await other.getByRole("heading", { name: "Nothing is linked yet" }).waitFor();

    await page.getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByText("Submitted. Recall it to change it").waitFor();
    await settleReuse();

    await page.goto(`${app.url}/projects/${project.slug}/articles/${paper.id}`);
    await page.getByRole("link", { name: "Forty houses were flooded by noon." }).click();
    const tree = page.getByRole("list", { name: "Family tree" });
    const [root, copy] = [tree.getByRole("listitem").first(), tree.getByRole("listitem").nth(1)];
    await root.getByRole("link", { name: "Floods in Korva" }).waitFor();
    expect(await copy.textContent()).toContain("Published 3 hours later.");
    expect(await copy.textContent()).toContain("It credits Northern Wire, which published the other.");
    expect(await copy.getByText("Attribution dropped").count()).toBe(1);
    expect(await copy.locator("del").allTextContents()).toContain(", the civil protection service said");

    await root.getByRole("link", { name: "Floods in Korva" }).click();
    await page.getByRole("heading", { level: 1, name: "Floods in Korva" }).waitFor();
    expect(new URL(page.url()).hash).toBe("#span");
    expect(await page.locator("#span").textContent()).toBe(
      "About forty houses were flooded by noon, the civil protection service said.",
    );
    expect(await page.locator("#span").isVisible()).toBe(true);

    await page.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
    await page.locator(".tiptap .mark-duplicate").first().click();
    await page.getByRole("link", { name: "See its family tree" }).click();
    await page.getByRole("list", { name: "Family tree" }).waitFor();
  });

  it("finds what contradicts, is led to it, and takes the list away as a table", async () => {
    const project = await makeProject({ name: "Copy desk" });
    const reader = await makeMember(project, "viewer");
    const said = "About 600 soldiers were captured, the general staff said.";
    const told = "600 soldiers were captured, according to reports.";
    const texts = [
      said,
      told,
      told,
      "Rund 600 Soldaten wurden gefangen genommen.",
      `${told} Analysts doubt it.`,
    ];
    const articles: MadeArticle[] = [];
    for (const [place, text] of texts.entries())
      articles.push(
        await makeArticle(project, {
          text,
          title: [
            "The general staff's evening report",
            "Six hundred captured",
            "A captured battalion",
            "Hunderte gefangen",
            "What we know",
          ][place],
          language: place === 3 ? "de" : "en",
          translated: place === 3 ? "machine" : "no",
          ...(place === 4 ? {} : { publishedAt: new Date(Date.UTC(2026, 2, 9, 8 + place)) }),
        }),
      );
    const join = async (
      from: number,
      to: number,
      direction: "from-passage" | "to-passage" | "unknown",
      more: object,
    ) => {
      const [one, other] = [articles[from], articles[to]];
      if (!one || !other) throw new Error("There is no such article.");
      const layer =
        (await db().layer.findFirst({ where: { articleId: one.id } })) ??
        (await makeLayer(one, { kind: "adjudicated", state: "closed" }));
      const mark = await makeMark(layer, one.text, "duplicate", { body: one.text });
      await linkReuse(
        layer,
        mark,
        { versionId: other.versionId, text: other.text, quote: other.text },
        direction,
      );
      await db().reuseLink.updateMany({ where: { annotationId: mark }, data: more });
      await db().article.update({ where: { id: one.id }, data: { state: "done" } });
      return { layer, mark };
    };
    await join(1, 0, "from-passage", {
      degree: "light-revision",
      lost: ["attributionDropped", "qualifierDropped"],
    });
    await join(2, 1, "from-passage", { degree: "verbatim" });
    await join(1, 2, "from-passage", { degree: "verbatim" });
    await join(3, 0, "from-passage", { degree: "translation", evidence: "The translator's note names it." });
    const { layer, mark } = await join(4, 1, "unknown", { degree: "heavy-revision" });
    const outside = await db().passage.create({
      data: {
        id: randomUUID(),
        projectId: project.id,
        url: "https://digest.example/war/9-march",
        quote: "600 captured, reports say.",
      },
    });
    const place = { layerId: layer.id, projectId: project.id, annotationId: mark, passageId: outside.id };
    await db().reuseLink.create({
      data: { id: randomUUID(), ...place, degree: "summary", direction: "to-passage", lost: [] },
    });
    await settleReuse();

    const page = await openAs(reader.id, { viewport: { width: 1440, height: 1000 } });
    await page.goto(`${app.url}/projects/${project.slug}`);
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Reuse" }).click();
    await page.getByLabel("Show", { exact: true }).selectOption({ label: "Contradictory" });
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/show=contradicted/);
    const table = page.getByRole("table", { name: "Clusters of reuse" });
    expect(await table.getByRole("row").nth(1).textContent()).toContain("2 contradictions");
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV" }).click();
    const csv = await readFile(await (await coming).path(), "utf8");
    expect(csv.split("\r\n")).toHaveLength(3);
    expect(csv).toContain("The general staff's evening report");

    await table.getByRole("link", { name: said }).click();
    await page.getByRole("heading", { name: "2 contradictions" }).waitFor();
    await page.getByText("Told both ways").waitFor();
    await page.getByText("Published before its original").waitFor();
    const tree = page.getByRole("list", { name: "Family tree" });
    expect(await tree.getByRole("listitem").count()).toBe(6);
    expect(await tree.getByRole("listitem").first().textContent()).toContain(
      "The general staff's evening report",
    );
    await tree.getByText("Direction unknown").waitFor();
    await tree.getByText("Time unknown").waitFor();
    await tree.getByText("In another language than the passage above it").waitFor();
    expect(await tree.getByRole("link", { name: "https://digest.example/war/9-march" }).count()).toBe(1);
    await page.getByRole("link", { name: "A captured battalion" }).first().click();
    await page.waitForURL(/#passage-\d/);
    const narrow = await openAs(reader.id, { viewport: { width: 390, height: 844 } });
    await narrow.goto(page.url());
    await narrow.getByRole("list", { name: "Family tree" }).waitFor();
    expect(await narrow.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
