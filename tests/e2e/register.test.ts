import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { createSource } from "@/lib/sources/commands";
import { addAlias } from "@/lib/sources/ties";
import { dragOver, openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { findSpan, makeMark, resolveSource } from "../support/marks";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const reviewer = actorFor(await makeMember(project, "reviewer", { name: "Rui Sand" }));
const annotator = await makeMember(project, "annotator", { name: "Ana Reef" });
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
  "Ada Finch said the dam holds. The researcher said the pumps run.",
  "The ministry and the fire service said nobody is missing.",
  "General Wirsky said the road is open. The researcher said the water falls.",
].join("\n");

async function openAs(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

async function resolved(markId: string): Promise<string[]> {
  const links = await db().attributionSource.findMany({
    where: { attributionId: markId, deletedAt: null },
    include: { source: true },
  });
  return links.map((link) => link.source.name).sort();
}

describe("resolving sources", () => {
  it("resolves each mention by itself, a compound one to several, and a spelling as a transliteration", async () => {
    const person = (name: string) =>
      createSource(reviewer, { name, kind: "person", note: "", isDistinct: true });
    const ada = await person("Ada Finch");
    const commander = await person("Oleksandr Vyrskyi");
    const ministry = await createSource(reviewer, {
      name: "Interior Ministry of Korva",
      kind: "government",
      note: "",
    });
    await addAlias(reviewer, { sourceId: ministry.id, name: "The ministry", kind: "metonym" });
    const service = await createSource(reviewer, {
      name: "Fire Service of Korva",
      kind: "organisation",
      note: "",
    });
    await addAlias(reviewer, { sourceId: service.id, name: "the fire service", kind: "name" });

    const article = await makeArticle(project, { text });
    const layer = await makeLayer(article, { ownerId: reviewer.userId });
    const mark = (source: string, content: string) =>
      makeMark(layer, text, "attribution", { source, cue: "said", content });
    const first = await mark("Ada Finch", "the dam holds");
    const second = await mark("The researcher", "the pumps run");
    const both = await mark("The ministry and the fire service", "nobody is missing");
    const general = await mark("General Wirsky", "the road is open");
    const last = await makeMark(layer, text, "attribution", { content: "the water falls" });
    const at = text.lastIndexOf("The researcher");
    const place = { annotationId: last, layerId: layer.id, versionId: layer.versionId };
    await db().annotationSpan.create({
      data: { ...place, role: "source", start: at, end: at + 14, quote: "The researcher" },
    });
    const page = await openLayer(browser, app, project, layer);
    const open = async (words: string) => {
      await page
        .getByLabel("Marks", { exact: true })
        .getByRole("button", { name: new RegExp(words) })
        .first()
        .click();
      await page.locator("[data-field=source]").click();
      return page.getByRole("region", { name: "Who is the source" });
    };

    await (await open("the dam holds")).getByRole("button", { name: /Ada Finch.*This very name/ }).click();
    await waitForSign(page, "Saved");
    expect(await resolved(first)).toEqual(["Ada Finch"]);

    await (await open("the pumps run")).getByRole("button", { name: /Ada Finch.*In this article/ }).click();
    const later = page.getByRole("region", { name: "Later mentions" });
    await later.getByText("Use Ada Finch for later mentions here?").waitFor();
    await waitForSign(page, "Saved");
    expect(await resolved(last)).toEqual([]);
    await later.getByRole("button", { name: "Use here" }).click();
    await waitForSign(page, "Saved");
    await expect.poll(() => resolved(last)).toEqual([ada.name]);
    expect(await resolved(second)).toEqual([ada.name]);

    const picker = await open("nobody is missing");
    await picker.getByRole("button", { name: "The ministry", exact: true }).click();
    await picker.getByRole("button", { name: /Interior Ministry of Korva.*Stands for it/ }).waitFor();
    await picker.getByLabel("Name").press("Shift+Enter");
    await picker.getByText("One source is chosen already.").waitFor();
    await picker.getByRole("button", { name: "the fire service", exact: true }).click();
    await picker.getByRole("button", { name: /Fire Service of Korva.*Also called/ }).click();
    await expect.poll(() => resolved(both)).toEqual([service.name, ministry.name]);

    const asked = await open("the road is open");
    await asked.getByText("Is “Wirsky” Oleksandr Vyrskyi?").waitFor();
    await asked.getByRole("button", { name: "Yes, add as transliteration" }).click();
    await page
      .getByText("“Wirsky” is now a transliteration of Oleksandr Vyrskyi.")
      .filter({ visible: true })
      .waitFor();
    await expect.poll(() => resolved(general)).toEqual([commander.name]);
    expect(await db().sourceAlias.findMany({ where: { sourceId: commander.id } })).toMatchObject([
      { name: "Wirsky", kind: "transliteration" },
    ]);
  });

  it("proposes somebody new, whom a reviewer merges from the queue into the one it is", async () => {
    const known = await createSource(reviewer, {
      name: "Dockers' Union of Mellby",
      kind: "organisation",
      note: "",
    });
    const words = "Mellby dock porters said the strike goes on.";
    const article = await makeArticle(project, { text: words });
    const layer = await makeLayer(article, { ownerId: annotator.id });
    const mark = await makeMark(layer, words, "attribution", {
      source: "Mellby dock porters",
      content: "the strike goes on",
    });
    const page = await openLayer(browser, app, project, layer);
    await page
      .getByLabel("Marks", { exact: true })
      .getByRole("button", { name: /the strike goes on/ })
      .click();
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Propose" }).click();
    await expect.poll(() => resolved(mark)).toEqual(["Mellby dock porters"]);
    const desk = await openAs(reviewer.userId);
    await desk.goto(`${app.url}/sources/proposals`);
    await desk.getByText("No proposal waits").waitFor();
    await db().layer.update({ where: { id: layer.id }, data: { state: "submitted" } });
    await desk.reload();
    await desk.getByText("“Mellby dock porters” in").waitFor();
    await desk.getByRole("button", { name: "Merge…" }).click();
    await desk.getByLabel("The source that stays").fill("Dockers' Union");
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: /Dockers' Union of Mellby/ })
      .click();
    await desk.getByLabel("Why they are one").fill("The union's members.");
    await desk.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
    await desk.getByText("No proposal waits").waitFor();
    expect(await db().source.count({ where: { canonicalId: known.id } })).toBe(1);
  });
});

describe("a source's page", () => {
  it("has the observation that an annotator pinned, and leads back to its words", async () => {
    const source = await createSource(reviewer, { name: "Lighthouse Board", kind: "government", note: "" });
    const words = "The lighthouse board said all lamps burn. Two lamps were dark.";
    const article = await makeArticle(project, { text: words, title: "Dark lamps" });
    const layer = await makeLayer(article, { ownerId: annotator.id });
    const page = await openLayer(browser, app, project, layer);
    await dragOver(page, "Two lamps were dark");
    await page.keyboard.press("p");
    const form = page.getByRole("region", { name: "Pin an observation" });
    await form.getByLabel("About whom").fill("Lighthouse Board");
    await form.getByRole("button", { name: /Lighthouse Board/ }).click();
    await form.getByLabel("Observation").fill("Contradicted by the harbour's own log.");
    await form.getByRole("button", { name: "Pin", exact: true }).click();
    await page.getByText("Pinned to Lighthouse Board.").filter({ visible: true }).waitFor();
    await page.goto(`${app.url}/sources/${source.id}`);
    await page.getByRole("link", { name: "Observations" }).click();
    await page.getByText("Contradicted by the harbour's own log.").waitFor();
    await page.getByRole("link", { name: "Dark lamps" }).click();
    await page.locator("[data-phase=ready] .tiptap").waitFor();
    const { start, end } = findSpan(words, "Two lamps were dark");
    expect(page.url()).toContain(`#at-${start}-${end}`);
    await page.keyboard.press("1");
    await waitForSign(page, "Saved");
    const spans = await db().annotationSpan.findMany({ where: { layerId: layer.id } });
    expect(spans.map((span) => span.quote)).toEqual(["Two lamps were dark"]);
    await page.goto(`${app.url}/sources/${source.id}?view=observations`);
    await page.getByRole("button", { name: /Take back/ }).click();
    await page.getByText("Nobody has noted anything that you may see.").waitFor();
  });

  it("is merged into another, which says so in its history, and stands again as before", async () => {
    const [old, now] = [
      await createSource(reviewer, { name: "Quay Gazette", kind: "outlet", note: "" }),
      await createSource(reviewer, { name: "Morning Pier", kind: "outlet", note: "" }),
    ];
    const article = await makeArticle(project, { publisherId: old.id, title: "Ferry resumes" });
    const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
    const mark = await makeMark(layer, article.text, "attribution", { content: "the bridge is safe" });
    await resolveSource(layer, mark, old.id);
    await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    const page = await openAs(reviewer.userId);
    await page.goto(`${app.url}/sources/${old.id}`);
    await page.getByRole("button", { name: "Merge…" }).click();
    await page.getByLabel("The source that stays").fill("Morning Pi");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Morning Pier/ })
      .click();
    await page.getByLabel("Why they are one").fill("Renamed in May.");
    await page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("link", { name: "Morning Pier" }).click();
    await page.getByRole("heading", { level: 1, name: "Morning Pier" }).waitFor();
    await page.getByRole("region", { name: "By merges" }).getByText("Quay Gazette").waitFor();
    await page.getByRole("link", { name: "Published here" }).click();
    await page.getByRole("link", { name: "Ferry resumes" }).waitFor();
    await page.getByRole("link", { name: "Attributed to it" }).click();
    await page.getByText("“the bridge is safe”").waitFor();
    await page.getByRole("link", { name: "History" }).click();
    await page.getByText("Took in by a merge").waitFor();
    await page.getByText("Renamed in May.").waitFor();
    await page.goto(`${app.url}/sources/${old.id}`);
    await page.getByRole("button", { name: "Un-merge…" }).click();
    await page.getByLabel("Why they are two").fill("Two papers.");
    await page.getByRole("dialog").getByRole("button", { name: "Un-merge" }).click();
    await page.getByText("which stands for it everywhere").waitFor({ state: "hidden" });
    await page.goto(`${app.url}/sources/${now.id}?view=articles`);
    await page.getByText("No article of your projects names it").waitFor();
  });
});
