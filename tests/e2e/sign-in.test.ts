import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { createSiteInvitation } from "@/lib/invitations/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor } from "../support/factories";
import { type FakeProvider, startOidcProvider } from "../support/oidc-provider";

const database = await createDatabase();
const code = randomBytes(16).toString("base64url");
const person = { name: "Ana Lindqvist", email: "ana@example.org", password: "seven quiet herons" };
let app: TestApp;
let browser: Browser;
let provider: FakeProvider;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-setup-"));
  const codeFile = path.join(folder, "setup-code");
  await writeFile(codeFile, code);
  provider = await startOidcProvider();
  browser = await launchBrowser();
  app = await startApp(database, {
    SETUP_CODE_FILE: codeFile,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: "House login",
  });
});

afterAll(async () => {
  await app?.stop();
  await provider?.close();
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

function isAt(pathname: string): (url: URL) => boolean {
  return (url) => url.pathname === pathname;
}

describe("from the first start to the password change", () => {
  it("sets up once, with the code alone", async () => {
    const page = await openPage(browser);
    await page.goto(`${app.url}/projects`);
    await page.waitForURL(isAt("/set-up"));
    await page.getByLabel("One-time code").fill("not-the-code");
    await page.getByLabel("Your name").fill(person.name);
    await page.getByLabel("E-mail address").fill(person.email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Set up and sign in" }).click();
    await page.getByRole("alert").getByText("A password has at least 10 characters").waitFor();
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Set up and sign in" }).click();
    await page.getByText("This is not the code").waitFor();
    await page.getByLabel("One-time code").fill(code);
    await page.getByRole("button", { name: "Set up and sign in" }).click();
    await page.waitForURL(isAt("/projects"));
    const stranger = await openPage(browser);
    await stranger.goto(`${app.url}/set-up`);
    await stranger.waitForURL(isAt("/sign-in"));
  });

  it("signs in, back to the page asked for, and says what is wrong", async () => {
    const page = await openPage(browser);
    await page.goto(`${app.url}/account?from=mail`);
    await page.waitForURL(isAt("/sign-in"));
    await signIn(page, "wrong password");
    await page.getByText("This e-mail address and password do not go together.").waitFor();
    expect(await page.getByLabel("E-mail address").inputValue()).toBe(person.email);
    await signIn(page, person.password);
    await page.waitForURL(`${app.url}/account?from=mail`);
    const elsewhere = await openPage(browser);
    await elsewhere.goto(`${app.url}/sign-in?next=//elsewhere.example/`);
    await signIn(elsewhere, person.password);
    await elsewhere.waitForURL(isAt("/projects"));
  });

  it("ends other browsers' sessions one by one and with a new password", async () => {
    const here = await openPage(browser);
    await here.goto(`${app.url}/sign-in?next=/account`);
    await signIn(here, person.password);
    await here.getByText("This one").waitFor();
    const there = await openPage(browser);
    await there.goto(`${app.url}/sign-in?next=/account`);
    await signIn(there, person.password);
    await there.getByText("This one").waitFor();
    const newest = await db().session.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expect(newest.address).toBe("127.0.0.1");

    await here.reload();
    const row = here.locator("li").filter({ has: here.locator(`input[value="${newest.id}"]`) });
    await row.getByRole("button", { name: "Sign out" }).click();
    await row.waitFor({ state: "detached" });
    await there.reload();
    await there.waitForURL(isAt("/sign-in"));

    await signIn(there, person.password);
    await there.getByText("This one").waitFor();
    await here.getByLabel("Current password").fill(person.password);
    await here.getByLabel("New password", { exact: true }).fill("eight loud herons");
    await here.getByLabel("New password again").fill("eight loud herons");
    await here.getByRole("button", { name: "Change password" }).click();
    await here.getByText(/^Changed\./).waitFor();
    await there.reload();
    await there.waitForURL(isAt("/sign-in"));
    await here.reload();
    await here.getByText("This one").waitFor();
    person.password = "eight loud herons";

    await here.getByRole("button", { name: "Sign out everywhere" }).click();
    await here.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await here.waitForURL(isAt("/sign-in"));
    await here.goto(`${app.url}/account`);
    await here.waitForURL(isAt("/sign-in"));
  });
});

it("slows down whoever fails again and again, but not the owner's own browser", async () => {
  const owner = await openPage(browser);
  await owner.goto(`${app.url}/sign-in`);
  await signIn(owner, person.password);
  await owner.waitForURL(isAt("/projects"));
  await owner.getByRole("button", { name: `Account: ${person.name}` }).click();
  await owner.getByRole("menuitem", { name: "Sign out" }).click();
  await owner.waitForURL(isAt("/sign-in"));
  const other = await openPage(browser);
  await other.goto(`${app.url}/sign-in`);
  for (let count = 0; count < 4; count += 1) {
    await signIn(other, `wrong ${count}`);
    await other.getByText("do not go together").waitFor();
  }
  await db().$executeRaw`UPDATE "LoginAttempt" SET "failures" = 12`;
  await signIn(other, person.password);
  await other.getByText(/Too many failed tries from here\. Try again in \d+ minutes\./).waitFor();
  await signIn(owner, person.password);
  await owner.waitForURL(isAt("/projects"));
  await db().loginAttempt.deleteMany();
});

describe("the sign-on provider", () => {
  async function throughProvider(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Continue with House login" }).click();
  }

  it("is refused for a login that nobody here knows, also with a known e-mail address", async () => {
    provider.signsIn({ sub: "stranger", name: "Stranger", email: person.email, email_verified: true });
    const page = await openPage(browser);
    await page.goto(`${app.url}/sign-in`);
    await throughProvider(page);
    await page.getByText("This login is not known here.").waitFor();
    expect(await db().oidcAccount.count()).toBe(0);
    await page.goto(`${app.url}/account`);
    await page.waitForURL(isAt("/sign-in"));
  });

  it("lets somebody in with an invitation, and from then on without", async () => {
    const admin = await db().user.findFirstOrThrow({ where: { isAdmin: true } });
    const invitation = await createSiteInvitation(actorFor(admin), { email: "bo@example.org", days: 1 });
    provider.signsIn({ sub: "bo-1", name: "Bo Adeyemi", email: "bo@example.org", email_verified: true });
    const first = await openPage(browser);
    await first.goto(`${app.url}${invitation.path}`);
    await throughProvider(first);
    await first.waitForURL(isAt("/projects"));
    await first.goto(`${app.url}${invitation.path}`);
    await first.getByText("This invitation has been used").waitFor();
    const again = await openPage(browser);
    await again.goto(`${app.url}/sign-in?next=/account`);
    await throughProvider(again);
    await again.waitForURL(isAt("/account"));
    await again.getByRole("heading", { name: "House login" }).waitFor();
    expect(await db().oidcAccount.findMany()).toMatchObject([{ issuer: provider.issuer, subject: "bo-1" }]);
  });

  it("links a login to the account that asks for it", async () => {
    provider.signsIn({ sub: "ana-1", name: "Somebody else's name" });
    const page = await openPage(browser);
    await page.goto(`${app.url}/sign-in?next=/account`);
    await signIn(page, person.password);
    await page.getByRole("button", { name: "Link House login" }).click();
    await page.getByText("You can sign in with House login.").waitFor();
    const other = await openPage(browser);
    await other.goto(`${app.url}/sign-in?next=/account`);
    await throughProvider(other);
    await other.waitForURL(isAt("/account"));
    expect(await other.getByRole("textbox", { name: "Name", exact: true }).inputValue()).toBe(person.name);
  });

  it("is not believed with a wrong nonce, audience or issuer", async () => {
    for (const lie of [{ nonce: "other" }, { aud: "another-client" }, { iss: "https://elsewhere.example" }]) {
      provider.signsIn({ sub: "ana-1" });
      provider.lies(lie);
      const page = await openPage(browser);
      await page.goto(`${app.url}/sign-in`);
      await throughProvider(page);
      await page.getByText("Signing in through the provider did not work. Try again.").waitFor();
      await page.goto(`${app.url}/account`);
      await page.waitForURL(isAt("/sign-in"));
    }
    provider.lies({});
  });
});

describe("an administrator", () => {
  it("invites somebody by a link, who joins and is disabled again", async () => {
    const admin = await openPage(browser);
    await admin.goto(`${app.url}/sign-in?next=/account/people`);
    await signIn(admin, person.password);
    await admin.waitForURL(isAt("/account/people"));
    await admin.getByLabel("E-mail address").fill("cleo@example.org");
    await admin.getByRole("button", { name: "Make a link" }).click();
    const link = await admin.getByLabel("Link", { exact: true }).inputValue();
    const guest = await openPage(browser);
    await guest.goto(link);
    await guest.getByLabel("Your name").fill("Cleo Marsh");
    await guest.getByLabel("Password").fill("nine calm herons");
    await guest.getByRole("button", { name: "Make an account and join" }).click();
    await guest.waitForURL(isAt("/projects"));
    await guest.goto(`${app.url}/account/people`);
    await guest.getByRole("heading", { name: "Your role does not open this page" }).waitFor();
    await admin.reload();
    const row = admin.getByRole("row").filter({ hasText: "Cleo Marsh" });
    await row.getByRole("button", { name: "Disable" }).click();
    await row.getByText("Disabled").waitFor();
    await guest.goto(`${app.url}/account`);
    await guest.waitForURL(isAt("/sign-in"));
  });
});

describe("the web around it", () => {
  it("sends strict headers with a nonce of its own for each page", async () => {
    const [first, second] = await Promise.all([fetch(`${app.url}/sign-in`), fetch(`${app.url}/sign-in`)]);
    const policies = [first, second].map((answer) => answer.headers.get("content-security-policy") ?? "");
    expect(policies[0]).toContain("frame-ancestors 'none'");
    expect(policies[0]).not.toContain("unsafe");
    expect(policies[0]).not.toBe(policies[1]);
    expect(first.headers.get("x-content-type-options")).toBe("nosniff");
    expect(first.headers.get("referrer-policy")).toBe("same-origin");
    expect(first.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(first.headers.get("strict-transport-security")).toBeNull();
    expect(first.headers.get("x-powered-by")).toBeNull();
  });

  it("refuses sign-in and sign-out posts from elsewhere", async () => {
    for (const target of ["callback/credentials", "signin/oidc", "signout"]) {
      const answer = await fetch(`${app.url}/api/auth/${target}`, {
        method: "POST",
        headers: { origin: "https://elsewhere.example", "content-type": "application/x-www-form-urlencoded" },
        body: "email=a&password=b",
      });
      expect(answer.status).toBe(403);
    }
  });

  it("takes a password at next-auth's own address too, with its token against forgery", async () => {
    const csrf = await fetch(`${app.url}/api/auth/csrf`);
    const { csrfToken } = JSON.parse(await csrf.text());
    const post = (token: string, password: string) =>
      fetch(`${app.url}/api/auth/callback/credentials`, {
        method: "POST",
        redirect: "manual",
        headers: {
          origin: app.url,
          cookie: csrf.headers
            .getSetCookie()
            .map((line) => line.split(";")[0])
            .join("; "),
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ csrfToken: token, email: person.email, password, json: "true" }),
      });
    const right = await post(csrfToken, person.password);
    expect(right.headers.getSetCookie().join()).toContain("next-auth.session-token=");
    const wrong = await post(csrfToken, "wrong password");
    expect(wrong.status).toBe(401);
    expect(wrong.headers.getSetCookie().join()).not.toContain("session-token=");
    const forged = await post("0".repeat(64), person.password);
    expect(forged.headers.getSetCookie().join()).not.toContain("session-token=");
  });

  it("says that it is well, and nothing else", async () => {
    const answer = await fetch(`${app.url}/api/health`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      ok: true,
      database: { ok: true, encoding: "UTF8" },
      migrations: { ok: true },
    });
    expect(text).not.toMatch(/postgres|password|127\.0\.0\.1/);
  });
});
