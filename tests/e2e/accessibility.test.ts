import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { importDataset } from "@/lib/dataset-imports/import-dataset";
import { closeDb, db } from "@/lib/db";
import { readPastedBytes } from "@/lib/imports/read-bundle";
import { stageBatch } from "@/lib/imports/stage";
import { createProjectInvitation } from "@/lib/invitations/commands";
import type { Actor } from "@/lib/policy";
import { workOffAgreement } from "@/lib/project-agreement/work";
import { createRound } from "@/lib/ratings/rounds";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { settleReuse } from "@/lib/reuse/settle";
import { startReview } from "@/lib/review/commands";
import { raiseDispute } from "@/lib/review/disputes";
import { getOutcome } from "@/lib/review/outcome-queries";
import { recallLayer } from "@/lib/slots/commands";
import { listWork } from "@/lib/slots/queries";
import { sourceViews } from "@/lib/sources/schema";
import { ensureDemoUser } from "@/lib/users/demo";
import { importSamples } from "@/prisma/demo/articles";
import { demoPeople } from "@/prisma/demo/logins";
import { ensureProject } from "@/prisma/demo/project";
import { rateSources, registerSources } from "@/prisma/demo/sources";
import { annotate, followClaims, review } from "@/prisma/demo/work";
import { ROOT } from "../../bin/ensure.mjs";
import { startApp, type TestApp } from "../support/app";
import { closeContexts, failOnFaults, launchBrowser, openContext } from "../support/browser";
import { answer, talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeProject } from "../support/factories";
import { sourceFiles } from "../support/import-jsonl";
import { logIn } from "../support/login";
import { linkReuse, makeMark } from "../support/marks";
import { listEntryPoints } from "../support/route-tree";

/** Every page of the route tree on the demo project, and the pages that refuse: none has a fault that axe finds. */
const database = await createDatabase();
let app: TestApp;
let browser: Browser;
let stage: Awaited<ReturnType<typeof setStage>>;
/** The shorter of its two forms, for every page reads it anew. */
const axe = await readFile(path.join(ROOT, "node_modules", "axe-core", "axe.min.js"), "utf8");

beforeAll(async () => {
  stage = await setStage();
  app = await startApp(database);
  browser = await launchBrowser();
  const areBuilt = async () => expect(await db().datasetRelease.count({ where: { state: "done" } })).toBe(2);
  await vi.waitFor(areBuilt, { timeout: 60_000, interval: 250 });
});
afterAll(async () => {
  await closeContexts(browser);
  await app?.stop();
  await closeDb();
});

type Person = "manager" | "reviewer" | "anna" | "nobody";

/** Who opens a page, where it is not the manager, and what must be there before it is looked at. */
const visits: Record<string, { as?: Person; ready?: string }> = {
  "/sign-in": { as: "nobody" },
  "/set-up": { as: "nobody" },
  "/offline": { as: "nobody", ready: "h1" },
  "/invite/[token]": { as: "nobody" },
  "/projects/[slug]/articles/[articleId]": { ready: "[aria-label=Threads] li" },
  "/projects/[slug]/sources/[sourceId]": { ready: "[aria-label=Threads] li" },
  "/sources/[sourceId]": { ready: "[aria-label=Threads] li" },
  "/projects/[slug]/work": { as: "anna" },
  "/projects/[slug]/annotate/[layerId]": { as: "anna", ready: "[data-phase=ready] .tiptap" },
  "/projects/[slug]/review/[articleId]": { as: "reviewer", ready: '[aria-current="true"]' },
  "/projects/[slug]/review/disputes": { as: "reviewer" },
  "/projects/[slug]/review/disputes/[disputeId]": { as: "reviewer" },
  "/projects/[slug]/outcome": { as: "anna" },
  "/projects/[slug]/outcome/[articleId]": { as: "anna" },
  "/projects/[slug]/claims/[cardId]": { as: "reviewer", ready: '[aria-label="Candidates"] li' },
  "/rounds/[roundId]": { as: "reviewer" },
  "/projects/[slug]/rounds/[roundId]": { as: "reviewer" },
};

/** The demo as the first start makes it, and on it what the other pages need. */
async function setStage() {
  const [manager, reviewer, anna, ben] = await Promise.all(
    demoPeople.map((person) => ensureDemoUser({ ...person, password: "correct horse battery" })),
  );
  if (!manager || !reviewer || !anna || !ben) throw new Error("The demo lacks people.");
  const slug = await ensureProject(manager);
  await importSamples(manager, slug);
  const sources = await registerSources(manager);
  await annotate(anna, slug, "anna", sources);
  await annotate(ben, slug, "ben", sources);
  await review(reviewer, slug);
  await followClaims(reviewer, slug, sources);
  await rateSources({ anna, ben, reviewer }, sources);

  const waiting = await listWork(anna, slug, "submitted");
  const [recalled, reviewed] = waiting.items;
  if (!recalled?.layerId || !reviewed) throw new Error("The demo has too little that waits for review.");
  await recallLayer(anna, recalled.layerId);
  await startReview(reviewer, reviewed.articleId);
  const [outlet] = await db().source.findMany({ where: { kind: "outlet" }, take: 1 });
  const card = await db().claimCard.findFirstOrThrow({ select: { id: true } });
  const done = await db().article.findFirstOrThrow({ where: { state: "done" }, select: { id: true } });
  const round = await createRound(manager, {
    name: "Spring",
    sourceIds: [outlet?.id ?? ""],
    raterIds: [manager.userId, reviewer.userId],
  });
  const pasted = readPastedBytes(new TextEncoder().encode("Ferry runs again\n\nIt runs, the office said."));
  const input = { label: "Pasted text", files: [], skipBad: false };
  const { batchId } = await stageBatch(manager, slug, input, [pasted]);
  const dataset = await importDataset(manager, slug, {
    label: "spans.jsonl",
    format: "doccano",
    files: sourceFiles({ "spans.jsonl": '{"text":"A dataset.","label":[[0,1,"PER"]]}\n{"text":\n' }),
    isDryRun: true,
  });
  const { id: projectId } = await db().project.findFirstOrThrow({ where: { slug } });
  const invitation = await createProjectInvitation(manager, { projectId, role: "annotator", days: 7 });
  await makeProject({ slug: "empty", name: "Empty", members: [{ userId: manager.userId, role: "manager" }] });
  const clusterId = await linkTwoCopies(slug);
  await workOffAgreement();
  const { pairId } = await db().agreementFigure.findFirstOrThrow({ where: { f1: { not: null } } });
  const names: Record<string, string> = {
    slug,
    clusterId,
    pairId,
    releaseId: await askForReleases(manager, slug),
    layerId: recalled.layerId,
    batchId,
    datasetId: dataset.batchId,
    cardId: card.id,
    sourceId: outlet?.id ?? "",
    roundId: round.id,
    disputeId: await dispute(anna, done.id),
    token: invitation.path.split("/").at(-1) ?? "",
  };
  const words = "We wait for the reviewer.";
  const { threadId } = await talk(manager, { articleId: done.id }, `@[${anna.userId}] ${words}`);
  await answer(anna, threadId, `@[${manager.userId}] Thank you.`);
  await talk(manager, { sourceId: outlet?.id ?? "" }, words);
  return { people: { manager, reviewer, anna }, names, doneId: done.id, reviewedId: reviewed.articleId };
}

/** Two releases of the demo, which the application builds; the later one's id. */
async function askForReleases(manager: Actor, slug: string): Promise<string> {
  let last = "";
  for (const version of ["1.0.0", "1.1.0"])
    last = (
      await createRelease(
        manager,
        slug,
        releaseNaming.parse({ name: "Demo", version }),
        releaseQuery.parse({}),
      )
    ).id;
  return last;
}

/** A dispute of an annotator about a place of a finished article. */
async function dispute(actor: Actor, articleId: string): Promise<string> {
  const outcome = await getOutcome(actor, articleId);
  const unitId = outcome.places.find((place) => place.word)?.word?.unitId ?? "";
  return (await raiseDispute(actor, { articleId, unitId, body: "The mark was right." })).disputeId;
}

/** A finished article whose text is that of another, and the cluster that both make. */
async function linkTwoCopies(slug: string): Promise<string> {
  const project = await db().project.findUniqueOrThrow({ where: { slug } });
  const text = "The ferry runs again, the harbour office said.";
  const [original, copy] = [await makeArticle(project, { text }), await makeArticle(project, { text })];
  const layer = await makeLayer(copy, { kind: "adjudicated", state: "closed" });
  const mark = await makeMark(layer, text, "duplicate", { body: text });
  await linkReuse(layer, mark, { versionId: original.versionId, text, quote: text });
  await db().article.update({ where: { id: copy.id }, data: { state: "done" } });
  await settleReuse();
  const cluster = await db().reuseCluster.findFirstOrThrow({ where: { projectId: project.id } });
  return cluster.id;
}

/** A page's address with the stage's names in the place of `[names]`. */
function fill(address: string): string {
  const isReview = address.includes("/review/");
  return address.replace(/\[([^\]]+)\]/g, (_whole, name: string) => {
    const value = name === "articleId" ? (isReview ? stage.reviewedId : stage.doneId) : stage.names[name];
    if (!value) throw new Error(`Teach this test a value for [${name}] of ${address}.`);
    return value;
  });
}

const pages = new Map<Person, Page>();

/** The one page of a person, wide and light, that the tests lead from address to address. */
async function pageOf(person: Person): Promise<Page> {
  const page = pages.get(person) ?? (await firstPageOf(person));
  pages.set(person, page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  failOnFaults(page);
  return page;
}

async function firstPageOf(person: Person): Promise<Page> {
  const context = await openContext(browser);
  if (person !== "nobody") {
    const { name, value } = await logIn(stage.people[person].userId);
    await context.addCookies([{ name, value, url: app.url }]);
  }
  return context.newPage();
}

const result = z.object({
  violations: z.array(
    z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
});

/** What axe finds on a page as it is now, a line a fault; in another scheme of colours only contrast can differ. */
async function faultsOf(page: Page, rules: "all" | "contrast" = "all"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const only = rules === "contrast" ? ", runOnly: { type: 'rule', values: ['color-contrast'] }" : "";
  const { violations } = result.parse(
    JSON.parse(
      await page.evaluate(
        `axe.run(document, { resultTypes: ['violations'], preload: false${only} }).then(JSON.stringify)`,
      ),
    ),
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** Draws a page in a scheme and waits until that is what is on the screen: no colour on its way, two frames drawn. */
async function drawIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await frame();
  });
}

/** Looks at a page wide and light, wide and dark, narrow and dark; a narrow page must not scroll sideways. */
async function look(page: Page): Promise<void> {
  const found: Record<string, string[]> = {};
  await drawIn(page, "light");
  found.light = await faultsOf(page);
  await drawIn(page, "dark");
  found.dark = await faultsOf(page, "contrast");
  await page.setViewportSize({ width: 390, height: 844 });
  found.narrow = await faultsOf(page);
  expect(found).toEqual({ light: [], dark: [], narrow: [] });
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang, "pixels by which the narrow page scrolls sideways").toBe(0);
}

/** Lists that say beneath their titles, on a narrow screen, what stands in columns on a wide one. */
const folded = [
  "/account/people",
  ...["articles/import", "claims", "outcome", "releases", "review", "work/own-time"].map(
    (part) => `/projects/[slug]/${part}`,
  ),
];

/** What of a narrow page scrolls sideways by itself and should not: tabs never, and no table that is folded. */
async function sidewaysIn(page: Page, address: string): Promise<string[]> {
  const parts = page.locator(`main nav, [role=tablist]${folded.includes(address) ? ", [data-table]" : ""}`);
  return parts.evaluateAll((elements) =>
    elements
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => element.getAttribute("aria-label") ?? element.outerHTML),
  );
}

describe("every page", () => {
  const addresses = listEntryPoints().filter((point) => point.kind === "page");
  it.each(addresses.map((point) => point.path))("%s", async (address) => {
    const { as = "manager", ready = "h1" } = visits[address] ?? {};
    const page = await pageOf(as);
    await page.goto(`${app.url}${fill(address)}`);
    await page.locator(ready).first().waitFor();
    await look(page);
    expect(await sidewaysIn(page, address)).toEqual([]);
  });
});

describe("an empty project", () => {
  const parts = [
    ...[
      "work",
      "work/stalled",
      "work/time",
      "work/own-time",
      "work/gold",
      "outcome",
      "articles",
      "review",
      "review/disputes",
    ],
    ...[
      "marks",
      "claims",
      "reuse",
      "pairs",
      "agreement",
      "releases",
      "releases/new",
      "export",
      "guideline",
      "members",
      "settings",
      "attributes",
      "history",
      "suggestions",
    ],
  ];
  it.each(parts)("%s", async (part) => {
    const page = await pageOf("manager");
    await page.goto(`${app.url}/projects/empty/${part}`);
    await page.locator("h1").waitFor();
    await look(page);
  });
});

describe("what opens on a page", () => {
  it.each(sourceViews.slice(1))("a source, %s", async (view) => {
    const page = await pageOf("reviewer");
    await page.goto(`${app.url}${fill("/sources/[sourceId]")}?view=${view}`);
    await page.getByRole("navigation", { name: "Its record" }).waitFor();
    await look(page);
  });

  it.each(["Edit…", "Link…", "Merge into…", "Add evidence…"])("a claim card, %s", async (button) => {
    const page = await pageOf("reviewer");
    await page.goto(`${app.url}${fill("/projects/[slug]/claims/[cardId]")}`);
    const opener = page.getByRole("button", { name: button, exact: true });
    await opener.press("Enter");
    await page.getByRole("dialog").waitFor();
    await look(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("the keys of the adjudication", async () => {
    const page = await pageOf("reviewer");
    await page.goto(`${app.url}${fill("/projects/[slug]/review/[articleId]")}`);
    await page.locator('[aria-current="true"]').first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await look(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
});

describe("what refuses", () => {
  it.each([
    ["nobody", "/no-such-page"],
    ["anna", "/projects/no-such-project"],
    ["anna", "/projects/brannik-dam/settings"],
    ["anna", "/projects/brannik-dam/articles/00000000-0000-4000-8000-000000000000"],
    ["anna", "/projects/new"],
  ] as const)("%s at %s", async (person, address) => {
    const page = await pageOf(person);
    await page.goto(`${app.url}${address}`);
    await page.locator("h1").waitFor();
    await look(page);
  });

  it("a form that was filled in wrongly", async () => {
    const page = await pageOf("manager");
    await page.goto(`${app.url}/sources/new`);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("alert").first().waitFor();
    await look(page);
  });
});
