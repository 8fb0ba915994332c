import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ClearError, exitWith, isMain } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

const FOLDER = path.join(ROOT, "docs", "screens");
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Starts `npm start` on a data folder of its own and waits for its address; `stop` ends it and what it started. */
async function startDemo(dataDir) {
  const { findFreePort } = await import("./postgres.mjs");
  const port = await findFreePort();
  const { DATABASE_URL: _own, NEXTAUTH_URL: _address, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: dataDir, PORT: String(port), HOST: "127.0.0.1" };
  const child = spawn(process.execPath, [path.join(ROOT, "bin", "start.mjs")], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const isUp = new Promise((resolve) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes("Ctrl-C stops it.")) resolve(true);
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  const first = await Promise.race([isUp, ended]);
  if (first !== true) throw new ClearError("The demo did not start: see above.");
  return { url: `http://127.0.0.1:${port}`, stop };
}

/**
 * A page of one demo person, signed in through the form.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url address of the application without a trailing slash
 * @param {{ email: string, password: string }} login
 */
export async function signIn(browser, url, login) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: WIDE,
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
  return page;
}

/** Saves what the window of a page shows, once its fonts are there and nothing moves. */
async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready);
  // What the last press was on must not look as if somebody pointed at it.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: "disabled", caret: "hide" });
  console.log(`docs/screens/${name}.png`);
}

async function openLayer(page) {
  await page.locator("[data-phase=ready] .tiptap").waitFor();
  await page.keyboard.press("m");
  await page.keyboard.press("m");
}

/** The pictures in the order of a day's work: each person opens a page of the seeded demo, and it is taken. */
async function takeAll(browser, url, logins) {
  const person = (name) => {
    const login = logins.find(({ email }) => email.startsWith(`${name}@`));
    if (!login) throw new ClearError(`The demo has no login of ${name}.`);
    return signIn(browser, url, login);
  };
  const project = "/projects/brannik-dam";
  const stranger = await browser.newPage({ baseURL: url, viewport: WIDE });
  await stranger.goto("/sign-in");
  await shoot(stranger, "sign-in");

  const manager = await person("manager");
  await manager.goto(`${project}/articles?language=en`);
  await shoot(manager, "articles");
  await stageImport(manager);
  await shoot(manager, "import");

  const anna = await person("anna");
  await anna.goto(`${project}/work?show=submitted`);
  await shoot(anna, "work");
  await anna.getByRole("button", { name: "Recall" }).first().click();
  await anna.waitForURL(/\/annotate\//);
  await openLayer(anna);
  await shoot(anna, "annotate");
  await anna.keyboard.press("Control+k");
  await anna.getByRole("dialog").waitFor();
  await shoot(anna, "palette");
  await anna.keyboard.press("Escape");
  await anna.getByRole("dialog").waitFor({ state: "detached" });
  await anna.emulateMedia({ colorScheme: "dark" });
  await shoot(anna, "annotate-dark");
  await anna.emulateMedia({ colorScheme: "light" });
  await anna.setViewportSize(NARROW);
  await shoot(anna, "annotate-narrow");
  await anna.setViewportSize(WIDE);

  const reviewer = await person("reviewer");
  await reviewer.goto(`${project}/review`);
  await reviewer.getByRole("button", { name: "Review", exact: true }).first().click();
  await reviewer.waitForURL(/\/review\/./);
  await reviewer.locator('[aria-current="true"]').first().waitFor();
  await reviewer.getByRole("button", { name: "About 600" }).first().click();
  await shoot(reviewer, "adjudicate");
  await anna.goto(`${project}/work?show=done`);
  await anna.getByRole("link", { name: "Outcome" }).first().click();
  await anna.getByText("Your marks:").waitFor();
  await shoot(anna, "outcome");
  await reviewer.goto(`${project}/agreement`);
  await shoot(reviewer, "agreement");
  await takeEvidence(reviewer, project);
  await reviewer.goto("/sources?q=Teln+Valley+Post");
  await reviewer.getByRole("rowheader").getByRole("link").first().click();
  await reviewer.waitForURL(/\/sources\/./);
  await shoot(reviewer, "source");

  for (const name of ["guideline", "export", "settings"]) {
    await manager.goto(`${project}/${name}`);
    await shoot(manager, name);
  }
  await takeDatasets(manager, project);
  await takeVersions(manager, anna, project);
}

/** A finished article that its publisher has corrected: what that does to the marks, what changed, and a mark without its words. */
async function takeVersions(manager, anna, project) {
  await manager.goto(`${project}/articles?stage=done&q=Teln+Hydro+rejects`);
  await manager.getByRole("rowheader").getByRole("link").first().click();
  await manager.getByRole("link", { name: "Versions", exact: true }).waitFor();
  const lines = await manager.locator(".article-text p").allTextContents();
  await manager.getByRole("link", { name: "Versions", exact: true }).click();
  await manager.getByRole("link", { name: "Add a version" }).click();
  const corrected = lines
    .join("\n")
    .replace("nine deaths", "eleven deaths")
    .replace("ten past three", "five past three");
  await manager.getByLabel("The new text").fill(corrected);
  await manager.getByRole("radio", { name: /^Correction/ }).check();
  await manager.getByLabel(/^Note/).fill("Corrects the number of deaths and the hour of the warning.");
  await manager.getByRole("button", { name: "See what it does" }).click();
  await manager.getByRole("region", { name: "What adding this text does" }).waitFor();
  await manager.evaluate(() => window.scrollTo(0, 0));
  await shoot(manager, "version-preview");
  const anybody = await manager.getByLabel("Who looks it through").locator("option").allTextContents();
  const name = anybody.find((words) => words.startsWith("Anna"));
  await manager.getByLabel("Who looks it through").selectOption({ label: name ?? "" });
  await manager.getByRole("button", { name: "Add this version" }).click();
  await manager.getByText("Version 1 → 2").waitFor();
  await shoot(manager, "versions");
  await anna.goto(`${project}/work?show=open`);
  await anna
    .getByRole("listitem")
    .filter({ hasText: "Teln Hydro rejects" })
    .getByRole("link", { name: "Go on" })
    .click();
  await anna.locator("[data-phase=ready] .tiptap:focus").waitFor();
  await anna.keyboard.press(".");
  await anna.getByRole("button", { name: /^Take this passage/ }).waitFor();
  await shoot(anna, "versions-marks");
}

/** What leaves the house and what comes in from other tools: a release, a dry run, and the API's reference. */
async function takeDatasets(manager, project) {
  await manager.goto(`${project}/releases/new`);
  await manager.getByRole("heading", { name: "What leaves the house" }).waitFor();
  await shoot(manager, "release-builder");
  const form = manager.getByRole("form", { name: "Build a release" });
  await form.getByLabel("Name").fill("Brannik dam");
  await form.getByRole("button", { name: "Build the release" }).click();
  await manager.getByRole("link", { name: "Download all" }).waitFor({ timeout: 120_000 });
  await manager.evaluate(() => window.scrollTo(0, 0));
  await shoot(manager, "release");
  await manager.goto(`${project}/articles/import`);
  await manager.getByRole("tab", { name: "Annotated dataset" }).click();
  await manager
    .locator("input[type=file]:visible, [role=tabpanel] input[type=file]")
    .last()
    .setInputFiles(brat);
  await manager.getByRole("button", { name: "Read the dataset" }).click();
  await manager.getByText("To be checked").waitFor();
  await shoot(manager, "import-dataset");
  await manager.goto("/account/api");
  await shoot(manager, "api");
}

/** A small file of another tool, with a label that nobody here knows. */
const brat = [
  {
    name: "ferry.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Ferry back in service\n\nThe ferry runs again, the harbour office said.\n"),
  },
  {
    name: "ferry.ann",
    mimeType: "text/plain",
    buffer: Buffer.from("T1\tStatement 23 43\tThe ferry runs again\nT2\tSpeaker 45 63\tthe harbour office\n"),
  },
];

/** The pages on which marks become evidence: boards, a card and how its count came about, copies, and a round. */
async function takeEvidence(reviewer, project) {
  await reviewer.goto(`${project}/claims?order=mentions`);
  await shoot(reviewer, "claims");
  await reviewer.getByRole("rowheader").getByRole("link", { name: "At least 14 people died" }).click();
  await reviewer.waitForURL(/\/claims\/./);
  await shoot(reviewer, "claim-card");
  await reviewer.goto(`${project}/claims`);
  await reviewer.getByRole("rowheader").getByRole("link", { name: "Teln Hydro warned" }).click();
  await reviewer.waitForURL(/\/claims\/./);
  await reviewer.locator("#graph").evaluate((graph) => graph.scrollIntoView());
  await shoot(reviewer, "card-graph");
  await reviewer.goto(`${project}/reuse?sort=passages`);
  await reviewer.locator('main a[href*="/reuse/"]').first().click();
  await reviewer.waitForURL(/\/reuse\/./);
  await shoot(reviewer, "reuse");
  await reviewer.emulateMedia({ colorScheme: "dark" });
  await shoot(reviewer, "reuse-dark");
  await reviewer.emulateMedia({ colorScheme: "light" });
  await reviewer.goto("/sources");
  await shoot(reviewer, "sources");
  await reviewer.goto("/rounds");
  await reviewer.locator('main a[href*="/rounds/"]:not([href$="/new"])').first().click();
  await reviewer.waitForURL(/\/rounds\/./);
  await shoot(reviewer, "round");
}

/** Reads the samples into a project of their own, as an import that is prepared and never finished. */
async function stageImport(page) {
  const samples = path.join(ROOT, "prisma", "samples");
  await page.goto("/projects/new");
  await page.getByLabel("Name", { exact: true }).fill("Floods on the Teln");
  await page.getByRole("button", { name: "Start the project" }).click();
  await page.waitForURL(/\/projects\/floods/);
  await page.goto(`${new URL(page.url()).pathname.split("/").slice(0, 3).join("/")}/articles/import`);
  const files = readdirSync(samples).map((file) => path.join(samples, file));
  await page.locator("input[type=file]").first().setInputFiles(files);
  await page.getByRole("button", { name: "Read the files" }).click();
  await page.waitForURL(/\/import\/./);
  await page.getByRole("region", { name: "Articles and their facts" }).waitFor();
}

/** `npm run screens`: takes the pictures of docs/screens anew. */
async function main() {
  ensure();
  const { chromium } = await import("playwright-core");
  const dataDir = mkdtempSync(path.join(tmpdir(), "sourcebench-screens-"));
  mkdirSync(FOLDER, { recursive: true });
  const demo = await startDemo(dataDir);
  try {
    const logins = JSON.parse(readFileSync(path.join(dataDir, "demo-logins.json"), "utf8"));
    const browser = await chromium.launch({
      executablePath: ensureBrowser(),
      args: ["--no-sandbox", "--lang=en-GB", "--disable-background-networking", "--no-first-run"],
    });
    await takeAll(browser, demo.url, logins).finally(() => browser.close());
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (await isMain(import.meta)) await main().catch(exitWith);
