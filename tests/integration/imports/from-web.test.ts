import { randomBytes } from "node:crypto";
import dns from "node:dns";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { closeDb, db } from "@/lib/db";
import { lookIntoFeed, stageFromWeb } from "@/lib/imports/from-web";
import { getBatch, listDrafts } from "@/lib/imports/queries";
import type { WebProgress } from "@/lib/imports/schema";
import { fetchPage } from "@/lib/web/fetch-page";
import { guardedRequest } from "@/lib/web/guarded-request";
import { importCommand } from "../../../bin/cli/import-command";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../../support/factories";
import { refusal } from "../../support/refusal";
import { startSite } from "../../support/web-site";

// A name that leads to this machine, as one does after rebinding, and one that leads both ways.
const addresses: Record<string, string[]> = {
  "rebound.example": ["127.0.0.1"],
  "both.example": ["93.184.215.14", "10.0.0.1"],
  "metadata.example": ["169.254.169.254"],
};

/** Stands for `lookup`, whose last argument is called with what was found. */
function lookUp(name: string, ...rest: unknown[]): void {
  const done = rest.at(-1);
  if (typeof done !== "function") return;
  const found = addresses[name]?.map((address) => ({ address, family: 4 }));
  if (found) done(null, found);
  else done(Object.assign(new Error("not found"), { code: "ENOTFOUND" }));
}

const site = await startSite();
const other = await startSite();
const looking = vi.spyOn(dns, "lookup").mockImplementation(lookUp);
process.env.FETCH_PRIVATE_HOSTS = site.host;
await createDatabase();
const project = await makeProject();
const { slug } = project;
const manager = actorFor(await makeMember(project, "manager"));
const annotator = actorFor(await makeMember(project, "annotator"));

afterAll(async () => {
  looking.mockRestore();
  await Promise.all([site.stop(), other.stop()]);
  await closeDb();
});

const limits = { maxBytes: 1_000_000, maxTime: 2_000 };

function story(title: string, more = ""): string {
  return `<html lang="en"><head>${more}<title>${title}</title></head><body><article><h1>${title}</h1>${`<p>The bridge at Port Elms was closed on Friday after the river rose, the harbour office said about “${title}”.</p>`.repeat(4)}</article></body></html>`;
}

async function stage(addresses: string[]): Promise<{ steps: WebProgress[]; batchId: string }> {
  const articles = addresses.map((address) => ({ address, publishedAt: null, publishedHasZone: false }));
  const steps: WebProgress[] = [];
  for await (const step of stageFromWeb(manager, slug, articles)) steps.push(step);
  const last = steps.at(-1);
  if (!last || !("batchId" in last)) throw new Error("There is no batch.");
  return { steps, batchId: last.batchId };
}

describe("what may be asked", () => {
  it.each([
    ["http://127.0.0.1/", "private-address"],
    ["http://2130706433/", "private-address"],
    ["http://0x7f.1/", "private-address"],
    ["http://[::1]/", "private-address"],
    ["http://[::ffff:127.0.0.1]/", "private-address"],
    ["http://169.254.169.254/latest/meta-data", "private-address"],
    ["http://93.184.215.14:22/", "private-address"],
    ["http://rebound.example/", "private-address"],
    ["http://both.example/", "private-address"],
    ["http://metadata.example/", "private-address"],
    ["http://nowhere.example/", "host-not-found"],
    ["http://me:secret@gazette.example/", "invalid-address"],
    ["file:///etc/passwd", "invalid-address"],
    ["ftp://gazette.example/", "invalid-address"],
    ["gazette", "invalid-address"],
  ])("%s is refused: %s", async (address, code) => {
    const refused = await refusal(fetchPage(address));
    expect(refused).toMatchObject({ status: 400, code });
    expect(refused.message).not.toContain("secret");
  });

  it("a private host is asked only where it is listed, and a redirect to another is refused", async () => {
    site.page("/listed", story("Listed"));
    other.page("/hidden", story("Hidden"));
    expect((await fetchPage(`${site.url}/listed`)).mediaType).toBe("text/html");
    expect((await refusal(fetchPage(`${other.url}/hidden`))).code).toBe("private-address");
    site.answer("/away", (_request, response) =>
      response.writeHead(302, { location: `${other.url}/hidden` }).end(),
    );
    expect((await refusal(fetchPage(`${site.url}/away`))).code).toBe("private-address");
    site.answer("/to-file", (_request, response) =>
      response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    );
    expect((await refusal(fetchPage(`${site.url}/to-file`))).code).toBe("invalid-address");
    expect(other.asked).toEqual([]);
  });

  it("ends what is too large, packed or not, too slow, or leads on and on", async () => {
    const zeros = Buffer.alloc(5_000_000);
    const packed =
      (encoding: string, body: Buffer) => (_request: unknown, response: import("node:http").ServerResponse) =>
        response.writeHead(200, { "content-encoding": encoding, "content-type": "text/html" }).end(body);
    site.answer("/gzip", packed("gzip", gzipSync(zeros)));
    site.answer("/br", packed("br", brotliCompressSync(zeros)));
    site.answer("/plain", packed("identity", zeros));
    site.answer("/broken", packed("gzip", randomBytes(500)));
    site.answer("/strange", packed("zstd", zeros));
    site.answer("/silent", () => {});
    site.answer("/drip", (_request, response) => void response.writeHead(200).write("<html>"));
    site.answer("/round", (_request, response) => response.writeHead(301, { location: "/round" }).end());
    const ask = async (path: string) =>
      (await refusal(guardedRequest(new URL(path, site.url), { ...limits, maxTime: 300 }))).code;
    expect(await ask("/gzip")).toBe("too-large");
    expect(await ask("/br")).toBe("too-large");
    expect(await ask("/plain")).toBe("too-large");
    expect(await ask("/broken")).toBe("unreadable-answer");
    expect(await ask("/strange")).toBe("unreadable-answer");
    expect(await ask("/silent")).toBe("too-slow");
    expect(await ask("/drip")).toBe("too-slow");
    expect((await refusal(fetchPage(`${site.url}/round`))).code).toBe("too-many-redirects");
  });

  it("asks robots.txt first and keeps to it; a failing one forbids all", async () => {
    site.page("/robots.txt", "User-agent: sourcebench\nDisallow: /secret\nUser-agent: *\nDisallow: /");
    globalThis.sourcebenchRobots?.clear();
    site.page("/secret/one", story("Secret"));
    expect((await fetchPage(`${site.url}/listed`)).address).toBe(`${site.url}/listed`);
    expect((await refusal(fetchPage(`${site.url}/secret/one`))).code).toBe("refused-by-robots");
    expect(site.asked).not.toContain("/secret/one");
    site.answer("/robots.txt", (_request, response) => response.writeHead(503).end());
    globalThis.sourcebenchRobots?.clear();
    expect((await refusal(fetchPage(`${site.url}/listed`))).code).toBe("robots-failed");
    site.answer("/robots.txt", (_request, response) => response.writeHead(404).end());
    expect((await fetchPage(`${site.url}/listed`)).bytes.length).toBeGreaterThan(100);
  });

  it.each([
    ["/gone", 410, "text/html", "page-not-found"],
    ["/paywall", 402, "text/html", "page-refused"],
    ["/failing", 500, "text/html", "server-failed"],
    ["/film", 200, "video/mp4", "not-a-page"],
    ["/feed-as-page", 200, "application/rss+xml", "not-a-page"],
  ])("%s answering %i %s is %s", async (path, status, type, code) => {
    site.answer(path, (_request, response) => response.writeHead(status, { "content-type": type }).end("x"));
    expect((await refusal(fetchPage(`${site.url}${path}`))).code).toBe(code);
  });
});

describe("articles from the web", () => {
  it("become a batch with their facts; what cannot be fetched is listed and passed over", async () => {
    site.page("/one", story("One", `<link rel="canonical" href="https://gazette.example/one">`));
    site.page("/two", story("Two"));
    const { steps, batchId } = await stage([`${site.url}/one`, `${site.url}/lost`, `${site.url}/two`]);
    expect(steps.slice(0, -1)).toEqual([0, 1, 2, 3].map((done) => ({ done, total: 3 })));
    const { items } = await listDrafts(manager, slug, batchId, {});
    expect(items.map((item) => [item.facts.title, item.facts.url])).toEqual([
      ["One", "https://gazette.example/one"],
      ["Two", `${site.url}/two`],
    ]);
    const batch = await getBatch(manager, slug, batchId);
    expect(batch.label).toBe("Pages of 127.0.0.1");
    expect(batch.report.skipped.map((one) => [one.fileName, one.code])).toEqual([
      [`${site.url}/lost`, "page-not-found"],
    ]);
  });

  it("reads a page in the charset that the server names", async () => {
    site.answer("/latin", (_request, response) =>
      response
        .writeHead(200, { "content-type": "text/html; charset=ISO-8859-1" })
        .end(Buffer.from(story("Überflutung in Köln"), "latin1")),
    );
    const { batchId } = await stage([`${site.url}/latin`]);
    const { items } = await listDrafts(manager, slug, batchId, {});
    expect(items[0]?.facts.title).toBe("Überflutung in Köln");
  });

  it("leave nothing behind where none could be read", async () => {
    const before = await db().importBatch.count();
    const refused = await refusal(stage([`${site.url}/lost`, `${site.url}/film`]));
    expect(refused.code).toBe("page-not-found");
    expect(refused.details).toMatchObject({ count: 2 });
    expect(await db().importBatch.count()).toBe(before);
  });

  it("are asked for one host at a time", async () => {
    let open = 0;
    let most = 0;
    for (const path of ["/q1", "/q2", "/q3"])
      site.answer(path, (_request, response) => {
        most = Math.max(most, ++open);
        setImmediate(() => {
          open--;
          response.writeHead(200, { "content-type": "text/html" }).end(story(path));
        });
      });
    await stage([`${site.url}/q1`, `${site.url}/q2`, `${site.url}/q3`]);
    expect(most).toBe(1);
  });

  it("may be fetched only by who may import", async () => {
    const asked = site.asked.length;
    const articles = [{ address: `${site.url}/one`, publishedAt: null, publishedHasZone: false }];
    expect((await refusal(stageFromWeb(annotator, slug, articles).next())).code).toBe("forbidden");
    expect((await refusal(lookIntoFeed(annotator, slug, `${site.url}/feed`))).code).toBe("forbidden");
    expect(site.asked.length).toBe(asked);
  });
});

describe("a feed", () => {
  it("says which of its pages are here, and is found through a page that names it", async () => {
    const known = await makeArticle(project);
    await db().article.update({ where: { id: known.id }, data: { url: `${site.url}/known` } });
    const elsewhere = await makeArticle(await makeProject());
    await db().article.update({ where: { id: elsewhere.id }, data: { url: `${site.url}/new` } });
    const items = ["known", "new"]
      .map((path) => `<item><title>${path}</title><link>${site.url}/${path}</link></item>`)
      .join("");
    site.page("/feed.xml", `<rss version="2.0"><channel><title>All</title>${items}</channel></rss>`, {
      "content-type": "application/rss+xml",
    });
    site.page("/front", `<link rel="alternate" type="application/rss+xml" href="/feed.xml">`);
    const feed = await lookIntoFeed(manager, slug, `${site.url}/front`);
    expect(feed).toMatchObject({ address: `${site.url}/feed.xml`, title: "All", more: 0 });
    expect(feed.entries.map((entry) => [entry.title, entry.articleId])).toEqual([
      ["known", known.id],
      ["new", null],
    ]);
    expect((await refusal(lookIntoFeed(manager, slug, `${site.url}/one`))).code).toBe("not-a-feed");
  });
});

describe("the command line", () => {
  it("imports what of a feed is missing, and pages by their addresses", async () => {
    const said: string[] = [];
    const hear = (...words: unknown[]) => void said.push(words.map(String).join(" "));
    vi.spyOn(console, "error").mockImplementation(hear);
    const log = vi.spyOn(console, "log").mockImplementation(hear);
    const progress = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    const target = await makeProject();
    const person = await makeMember(target, "manager");
    const words = ["--project", target.slug, "--as", person.email];
    for (const path of ["/c1", "/c2"]) site.page(path, story(`Story ${path}`));
    const items = ["c1", "c2"].map(
      (path) => `<item><title>${path}</title><link>${site.url}/${path}</link></item>`,
    );
    site.page(
      "/cli.xml",
      `<rss version="2.0"><channel><title>Wire</title>${items.join("")}</channel></rss>`,
      {
        "content-type": "application/rss+xml",
      },
    );
    expect(await importCommand([...words, "--url", `${site.url}/c1`])).toBe(0);
    expect(await importCommand([...words, "--feed", `${site.url}/cli.xml`])).toBe(0);
    expect(said).toContain("Wire: 1 new article, 1 here already.");
    expect(await importCommand([...words, "--feed", `${site.url}/cli.xml`])).toBe(0);
    expect(said.at(-1)).toBe("The project has every article of the feed already.");
    expect(await importCommand([...words, "--url", "http://127.0.0.1:9/"])).toBe(1);
    expect(await importCommand([...words, "--url", "gazette"])).toBe(2);
    expect(await importCommand([...words, "--url", `${site.url}/c1`, "file.txt"])).toBe(2);
    const rows = await db().article.findMany({ where: { projectId: target.id }, orderBy: { number: "asc" } });
    expect(rows.map((row) => row.url)).toEqual([`${site.url}/c1`, `${site.url}/c2`]);
    log.mockRestore();
    progress.mockRestore();
  });
});
