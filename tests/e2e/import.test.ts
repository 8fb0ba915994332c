import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { type MadeUser, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { startSite } from "../support/web-site";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const manager = await makeMember(project, "manager", { name: "Mara Holt" });
const base = `/projects/${project.slug}/articles`;
const site = await startSite();
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp(database, { FETCH_PRIVATE_HOSTS: site.host });
});

afterAll(async () => {
  await app?.stop();
  await site.stop();
  await closeDb();
});

async function openAs(user: MadeUser): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

function file(name: string, text: string) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(text, "utf8") };
}

async function openBatch(page: Page): Promise<void> {
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await page.getByRole("region", { name: "Articles and their facts" }).waitFor();
}

const html = `<html lang="en"><head><meta property="og:site_name" content="The Harbour Gazette"></head><body><article>
  <h1>Bridge closed</h1>${"<p>The bridge at Port Elms was closed on Friday after the river rose, the harbour office said in a statement.</p>".repeat(5)}
  </article></body></html>`;

describe("articles come in", () => {
  it("by paste, with a block corrected from the keyboard", async () => {
    const page = await openAs(manager);
    await page.goto(`${app.url}${base}`);
    await page.getByRole("link", { name: "Import articles" }).first().click();
    await page.getByRole("tab", { name: "Paste a text" }).click();
    await page.getByRole("button", { name: "Read the text" }).click();
    await page.getByRole("alert").getByText("Paste a text first.").waitFor();
    await page
      .getByLabel("The article's text")
      .fill(
        "Ferry runs again\n\nThe ferry runs again, the harbour office said on Sunday.\n\nIt had been laid up for a week.",
      );
    await page.getByRole("button", { name: "Read the text" }).click();
    await openBatch(page);
    await page.getByRole("link", { name: /Check \d blocks/ }).click();
    await page.getByRole("listitem", { name: "Block 1, Headline" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("t");
    await page.getByRole("listitem", { name: "Block 2, Standfirst" }).waitFor();
    await page.getByRole("status").getByText("Saved").waitFor();
    await page.getByRole("link", { name: "Done" }).click();
    await openBatch(page);
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByText("1 article is in the project").waitFor();
    await page.getByRole("link", { name: "See the articles" }).click();
    await page.getByRole("link", { name: "Ferry runs again" }).click();
    await page.getByText("The ferry runs again, the harbour office said on Sunday.").waitFor();
    const blocks = await db().block.findMany({
      where: { version: { article: { title: "Ferry runs again" } } },
      orderBy: { start: "asc" },
    });
    expect(blocks.map((block) => block.kind).slice(0, 2)).toEqual(["headline", "standfirst"]);
  });

  it("by files: what is bad is named, facts are filled down, a twin text is left out", async () => {
    const page = await openAs(manager);
    await page.goto(`${app.url}${base}/import`);
    const cut = `${JSON.stringify({ text: "Water falls\n\nThe water fell overnight, the office said.", language: "en" })}\n{"text":"cut`;
    await page
      .getByLabel("Drop files here, or press to choose")
      .setInputFiles([
        file("page.html", html),
        file("wire.jsonl", cut),
        file(
          "old.txt",
          "Ferry runs again\n\nThe ferry runs again, the harbour office said on Sunday.\n\nIt had been laid up for a week.",
        ),
      ]);
    await page.getByRole("button", { name: "Read the files" }).click();
    await page.getByRole("cell", { name: /Line 2 is cut off/ }).waitFor();
    expect(await db().importBatch.count({ where: { state: "draft" } })).toBe(0);
    await page.getByRole("button", { name: "Leave these out and go on" }).click();
    await openBatch(page);
    await page.getByText("New in the register: The Harbour Gazette").waitFor();
    await page.getByText("The project has this text:").waitFor();
    const language = page.getByLabel("Article 1, language");
    await language.fill("en-GB");
    await language.press("Control+d");
    await page.getByLabel("Article 2, language").and(page.locator('[value="en-GB"]')).waitFor();
    await page.getByRole("button", { name: "Article 2, publisher: unknown" }).click();
    await page.getByLabel("Search the register").fill("Wire of Elms");
    await page.getByRole("button", { name: /Register “Wire of Elms”/ }).click();
    await page.getByText("New in the register: The Harbour Gazette, Wire of Elms").waitFor();
    await page.getByLabel("Kind of Wire of Elms").selectOption("agency");
    await page.getByRole("status").getByText("Saving").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Import 2 articles" }).click();
    await page.getByText("2 articles are in the project").waitFor();
    const articles = await db().article.findMany({
      where: { title: { in: ["Bridge closed", "Water falls"] } },
      orderBy: { number: "asc" },
      include: { publisher: true },
    });
    expect(articles.map(({ language, publisher }) => [language, publisher?.name, publisher?.kind])).toEqual([
      ["en-GB", "The Harbour Gazette", "outlet"],
      ["en-GB", "Wire of Elms", "agency"],
    ]);
    await page.getByRole("button", { name: "Withdraw this import" }).click();
    await page.getByRole("button", { name: "Withdraw", exact: true }).click();
    await page.getByText("This import was withdrawn").waitFor();
    expect(await db().article.count({ where: { projectId: project.id, withdrawnAt: null } })).toBe(1);
  });

  it("from the web: chosen in a feed, fetched page by page, what cannot be had is named", async () => {
    const story = (title: string) => html.replaceAll("Bridge closed", title);
    site.page("/new", story("Pier opened"));
    site.page("/newer", story("Quay swept"));
    const items = ["new", "newer", "lost"]
      .map((path) => `<item><title>${path} story</title><link>${site.url}/${path}</link></item>`)
      .join("");
    site.page(
      "/",
      `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>`,
    );
    site.page("/feed", `<rss version="2.0"><channel><title>Elms wire</title>${items}</channel></rss>`, {
      "content-type": "application/rss+xml",
    });
    const page = await openAs(manager);
    await page.goto(`${app.url}${base}/import`);
    await page.getByRole("tab", { name: "From the web" }).click();
    await page.getByLabel("Addresses of articles").fill("http://127.0.0.1:9/secret");
    await page.getByRole("button", { name: "Fetch the pages" }).click();
    await page.getByRole("alert").getByText("only public pages are fetched").waitFor();
    await page.getByLabel("A feed (RSS or Atom)").fill(`${site.url}/new`);
    await page.getByRole("button", { name: "Look into the feed" }).click();
    await page.getByRole("alert").getByText("There is no RSS or Atom feed at this address").waitFor();
    await page.getByLabel("A feed (RSS or Atom)").fill(site.url);
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "Elms wire" }).waitFor();
    await page.getByLabel("newer story").uncheck();
    await page.getByRole("button", { name: "Fetch 2 pages" }).click();
    await openBatch(page);
    await page.getByRole("heading", { name: "Pages of 127.0.0.1" }).waitFor();
    await page.getByText("1 place could not be read and was left out").click();
    await page.getByRole("cell", { name: /has no such page \(404\)/ }).waitFor();
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByText("1 article is in the project").waitFor();
    const article = await db().article.findFirstOrThrow({ where: { title: "Pier opened" } });
    expect(article.url).toBe(`${site.url}/new`);
    await page.goto(`${app.url}${base}/import`);
    await page.getByRole("tab", { name: "From the web" }).click();
    await page.getByLabel("A feed (RSS or Atom)").fill(`${site.url}/feed`);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Here already" }).waitFor();
    await page.getByRole("button", { name: "Fetch 2 pages" }).waitFor();
  });

  it("refuses over HTTP what is too large or foreign, and keeps nothing", async () => {
    const { header } = await logIn(manager.id);
    const before = await db().importBatch.count();
    const send = (form: FormData, more: Record<string, string> = {}) =>
      fetch(`${app.url}/api/projects/${project.slug}/imports`, {
        method: "POST",
        headers: { cookie: header, origin: app.url, ...more },
        body: form,
      });
    const answerOf = async (response: Response) => {
      const body: { error?: { code?: string } } = await response.json();
      return [response.status, body.error?.code];
    };
    const paste = new FormData();
    paste.append("paste", new Blob(["a".repeat(20 * 1024 * 1024)]), "paste.txt");
    expect(await answerOf(await send(paste))).toEqual([413, "too-large"]);
    const large = new FormData();
    for (const name of ["a.txt", "b.txt", "c.txt"])
      large.append("file", new Blob(["a".repeat(9 * 1024 * 1024)]), name);
    expect(await answerOf(await send(large))).toEqual([413, "too-large"]);
    expect(await answerOf(await send(new FormData()))).toEqual([400, "nothing-to-import"]);
    expect(await answerOf(await send(new FormData(), { origin: "https://elsewhere.example" }))).toEqual([
      403,
      "foreign-origin",
    ]);
    expect(await db().importBatch.count()).toBe(before);
  });
});
