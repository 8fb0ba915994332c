import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { withdrawArticle } from "@/lib/redaction/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject, makeUser } from "../support/factories";
import { logIn } from "../support/login";
import { zipOf } from "../support/zip-of";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const manager = await makeMember(project, "manager", { name: "Mara Holt" });
const story = "The mayor said 🙂 the bridge is safe. Forty houses were flooded.";
const base = `/projects/${project.slug}/articles/import`;
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

async function openImport(): Promise<Page> {
  const { name, value } = await logIn(manager.id);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}${base}`);
  const tab = page.getByRole("tab", { name: "Annotated dataset" });
  await tab.click();
  await page.getByRole("button", { name: "Read the dataset" }).waitFor();
  return page;
}

async function read(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page
    .getByLabel("Drop a dataset here, or press to choose")
    .setInputFiles([{ name, mimeType: "application/octet-stream", buffer }]);
  await page.getByText(name, { exact: true }).waitFor();
  await page.getByRole("button", { name: "Read the dataset" }).click();
  await page.waitForURL(/\/import\/dataset\/[0-9a-f-]{36}$/);
}

/** A folder of brat's as a ZIP: two people on one story, labels of others, and a line whose words do not match. */
function corpus(): Buffer {
  const ada = "T1\tClaim 17 36\tthe bridge is safe.\nT2\tPerson 4 9\tmayor\nT3\tClaim 0 9\tThe major\n";
  const ben = "T1\tOpinion 37 62\tForty houses were flooded\n";
  return zipOf([
    { name: "corpus/story.txt", bytes: Buffer.from(story) },
    { name: "corpus/story_ada.ann", bytes: Buffer.from(ada) },
    { name: "corpus/story_ben.ann", bytes: Buffer.from(ben) },
  ]);
}

describe("a dataset comes in", () => {
  it("by a dry run, a mapping, an import and its undo", async () => {
    const page = await openImport();
    await page.getByRole("button", { name: "Read the dataset" }).click();
    await page.getByRole("alert").getByText("Choose a file first.").waitFor();
    await read(page, "corpus.zip", corpus());
    await page.getByText("To be checked").waitFor();
    await page.getByText("brat standoff (.txt with .ann)").waitFor();
    await page.getByText("One place is not right: a quote that does not match the text").waitFor();
    await page.getByRole("cell", { name: "corpus/story_ada.ann" }).waitFor();
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(0);

    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByRole("alert").getByText("Say what 2 labels mean").waitFor();
    await page.getByLabel("Meaning of Person").selectOption({ label: "Source of an attribution" });
    await page.getByLabel("Meaning of Opinion").selectOption({ label: "Claim: Assessment" });
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByRole("alert").getByText("Some places in the files are not right.").waitFor();
    await page.getByLabel("Leave out the place that is not right").check();
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByText("The dataset is in the project").waitFor();
    await page.getByText("1 new article, 2 layers with 3 marks.").waitFor();
    const marks = await db().annotation.findMany({
      where: { projectId: project.id },
      include: { spans: true },
    });
    expect(marks.map(({ kind, attributes, spans }) => [kind, attributes, spans[0]?.quote])).toEqual(
      expect.arrayContaining([
        ["claim", {}, "the bridge is safe."],
        ["attribution", {}, "mayor"],
        ["claim", { kind: "assessment" }, "Forty houses were flooded"],
      ]),
    );

    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("This import was undone").waitFor();
    expect(await db().article.count({ where: { projectId: project.id, withdrawnAt: null } })).toBe(0);
    await page.getByRole("link", { name: "Import something else" }).click();
    await page.getByRole("row", { name: /corpus\.zip.*Withdrawn/ }).waitFor();
    await page.close();
  });

  it("with what labels meant the last time, attached to an article that is here, and its undo refused with a link", async () => {
    const here = await makeArticle(project, { text: story, title: "Ours" });
    const page = await openImport();
    await read(page, "again.zip", corpus());
    await page.getByText("1 span · as the last time").first().waitFor();
    await page.getByText("One article is here already, by the text.").waitFor();
    await page.getByLabel("Leave out the place that is not right").check();
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByRole("alert").getByText("The project has some of these articles already.").waitFor();
    await page.getByLabel("Attach them").check();
    await page.getByRole("button", { name: "Import 1 article" }).click();
    await page.getByText("1 article that had been here got layers, 2 layers with 3 marks.").waitFor();
    const claim = await db().annotation.findFirstOrThrow({
      where: { layer: { articleId: here.id }, kind: "claim", deletedAt: null },
    });
    const card = await db().claimCard.create({
      data: { projectId: project.id, statement: "The bridge is safe.", createdById: manager.id },
    });
    await db().mention.create({
      data: { cardId: card.id, projectId: project.id, claimId: claim.id, createdById: manager.id },
    });
    await page.getByRole("button", { name: "Undo this import" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("alertdialog").waitFor();
    await page.getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("Later work rests on one place of this import, so it stays.").waitFor();
    await page.getByRole("link", { name: "The bridge is safe." }).waitFor();
    expect(await db().layer.count({ where: { articleId: here.id, withdrawnAt: null } })).toBe(2);
    await page.close();
  });

  it("without what is known from before, which is added to its article as a newer version, or taken in all the same", async () => {
    const url = "https://gazette.example/bridge";
    const old = await makeArticle(project, { text: "The bridge is closed.", title: "Bridge closed", url });
    const gone = await makeArticle(project, {
      text: "A name that should not stand here.",
      title: "Taken back",
    });
    const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
    await withdrawArticle(admin, { articleId: gone.id, reason: "Taken back." });
    const line = (id: number, text: string, facts: object) =>
      `${JSON.stringify({ id, text, facts, relations: [], annotator: "ada", entities: [{ id: 1, label: "claim", start_offset: 0, end_offset: 6 }] })}\n`;
    const newer = "The bridge opens on Monday.";
    const files =
      line(1, newer, { url, title: "Bridge opens" }) + line(2, "A name that should not stand here.", {});
    const page = await openImport();
    await read(page, "known.jsonl", Buffer.from(files));
    await page.getByText("One article has the address of an article here, and another text.").waitFor();
    await page.getByText(/Ada Root withdrew it on/).waitFor();
    expect(await page.getByRole("button", { name: "Nothing to import" }).isDisabled()).toBe(true);
    const address = page.url();
    await page.getByRole("link", { name: "Add it as a newer version" }).click();
    const text = page.getByLabel("The new text");
    await text.waitFor();
    expect(await text.inputValue()).toBe(newer);
    await page.getByRole("radio", { name: /^Update/ }).check();
    await page.getByRole("button", { name: "See what it does" }).click();
    await page.getByRole("button", { name: "Add this version" }).click();
    await page.waitForURL(/\/versions$/);
    const added = await db().articleVersion.findFirstOrThrow({ where: { articleId: old.id, number: 2 } });
    expect(added).toMatchObject({ text: newer, extractor: "convert" });
    await page.goto(address);
    await page.getByText("One article is here already, by the text.").waitFor();
    await page.getByLabel("Attach them").check();
    await page.getByLabel("Import withdrawn texts all the same").check();
    await page.getByRole("button", { name: "Import 2 articles" }).click();
    await page
      .getByText("1 new article, 1 article that had been here got layers, 2 layers with 2 marks.")
      .waitFor();
    await page.getByText("1 here already, 1 known from before").waitFor();
    expect(await db().layer.count({ where: { versionId: added.id, kind: "imported" } })).toBe(1);
    await page.close();
  });

  it("not at all where it cannot be read, and says why", async () => {
    const page = await openImport();
    await read(page, "notes.txt", Buffer.from("No dataset at all."));
    await page.getByText("These files could not be read").waitFor();
    await page.getByText(/The format of these files is not sure/).waitFor();
    await page.getByRole("link", { name: "Import something else" }).waitFor();
    const page2 = await openImport();
    const bomb = zipOf([{ name: "../../out.txt", bytes: Buffer.from("x") }]);
    await read(page2, "bomb.zip", bomb);
    await page2.getByText(/a name in it leads out of it/).waitFor();
    await page.close();
    await page2.close();
  });
});
