import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { loseAnswer } from "../support/lost-answer";

const database = await createDatabase();
const [project, other] = [
  await makeProject({ name: "Harbour desk" }),
  await makeProject({ name: "River desk" }),
];
const manager = await makeMember(project, "manager", { name: "Mara Quay" });
await makeMember(other, "manager", { userId: manager.id });
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

async function openAccount(): Promise<Page> {
  const { name, value } = await logIn(manager.id);
  const page = await openPage(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}/account`);
  return page;
}

const said = z.object({ code: z.string().optional() });
async function ask(path: string, token: string): Promise<string> {
  const response = await fetch(`${app.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  const { code } = said.parse(await response.json());
  return code ? `${response.status} ${code}` : String(response.status);
}

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

describe("a token for a program", () => {
  it("is made on the account page, copied, used within its bounds, and refused once it is revoked", async () => {
    const page = await openAccount();
    const form = page.getByRole("form", { name: "Make a token" });
    await form.getByLabel("What it is for").fill("Nightly import");
    expect(await form.getByRole("checkbox", { name: "Read", exact: true }).isChecked()).toBe(true);
    await form.getByRole("checkbox", { name: "Manage", exact: true }).check();
    await form.getByLabel("Project").selectOption({ label: "Harbour desk" });
    await form.getByLabel("Days it is good for").fill("7");
    await form.getByRole("button", { name: "Make a token" }).click();
    const secret = page.getByRole("textbox", { name: "Token", exact: true });
    await secret.waitFor();
    const shown = await secret.inputValue();
    expect(shown).toMatch(/^sbk_\S{20,}$/);
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const token = await copied(page);
    expect(token).toBe(shown);

    expect(await ask("/me", token)).toBe("200");
    expect(await ask(`/projects/${project.slug}/settings`, token)).toBe("200");
    expect(await ask(`/projects/${project.slug}/export/preview`, token)).toBe("403 scope-missing");
    expect(await ask(`/projects/${other.slug}`, token)).toBe("403 project-not-granted");

    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: "Nightly import" });
    await row.getByText("read, manage · Harbour desk").waitFor();
    await row.getByText("Active").waitFor();
    expect(await page.getByText(shown).count()).toBe(0);
    await row.getByRole("button", { name: "Revoke" }).press("Enter");
    await row.getByText("Revoked").waitFor();
    // Its button is gone: the focus stays at its row, where a second press does nothing.
    await page.locator("li:focus").filter({ hasText: "Revoked" }).waitFor();
    expect(await ask("/me", token)).toBe("401 token-ended");
  });

  it("is shown when its first answer was lost and one presses again, and no other works", async () => {
    const page = await openAccount();
    const form = page.getByRole("form", { name: "Make a token" });
    await form.getByLabel("What it is for").fill("Weekly report");
    const make = form.getByRole("button", { name: "Make a token" });
    await loseAnswer(page, () => make.click());
    await make.click();
    const secret = page.getByRole("textbox", { name: "Token", exact: true });
    await secret.waitFor();
    expect(await ask("/me", await secret.inputValue())).toBe("200");
    const rows = page.getByRole("listitem").filter({ hasText: "Weekly report" });
    await rows.getByText("Revoked").waitFor();
    await rows.getByText("Active").waitFor();
  });

  it("leads to what programs can do, found by a word, with a line to copy", async () => {
    const page = await openAccount();
    await page.getByRole("link", { name: "What programs can do" }).click();
    await page.getByRole("heading", { name: "What programs can do", level: 1 }).waitFor();
    await page.getByRole("searchbox", { name: "Words to look for" }).fill("undo import dataset");
    await page.getByRole("button", { name: "Find" }).click();
    await page.waitForURL(/words=undo/);
    await page.getByText("Undo the import of a dataset as one").click();
    const line = page.locator("#withdrawDataset pre").filter({ hasText: "curl -X POST" });
    await line.waitFor();
    expect(await line.textContent()).toContain(
      `${app.url}/api/v1/projects/\${SLUG}/dataset-imports/\${DATASET_ID}/withdraw`,
    );
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await copied(page)).toBe(await line.textContent());
    await page.getByRole("link", { name: "Clear" }).click();
    await page
      .getByRole("navigation", { name: "Parts of the API" })
      .getByRole("link", { name: "Layers" })
      .click();
    await page.getByRole("heading", { name: "Layers", level: 2 }).waitFor();
  });
});
