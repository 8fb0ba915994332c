import { afterAll, describe, expect, it } from "vitest";
import { closeDb } from "@/lib/db";
import { searchPassages } from "@/lib/passages/queries";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../support/factories";

await createDatabase();
afterAll(closeDb);

const project = await makeProject();
const annotator = actorFor(await makeMember(project, "annotator"));
const filler = "The weather in the valley was mild, and the market opened as on any other day. ".repeat(20);
const said = "About 600 people 😀 were rescued from flooded streets in Korva on Wednesday.";
const first = await makeArticle(project, { text: `${said} ${filler}` });
// Across the border of two stored chunks, and in other words.
const second = await makeArticle(project, {
  title: "The second paper",
  text: `${filler.slice(0, 990)}\nSome 600 people were rescued on Wednesday from the flooded streets in Korva. ${filler}`,
});
const foreign = await makeProject();
await makeArticle(foreign, { text: said, title: "Another project's" });

const asked = { versionId: first.versionId, start: 0, end: [...said].length };

describe("a search for twins", () => {
  it("finds the passage in another article of the project, with the words around it", async () => {
    const found = await searchPassages(annotator, asked);
    expect(found.map((one) => one.title)).toEqual(["The second paper"]);
    const [twin] = found;
    expect(twin?.quote).toBe("Some 600 people were rescued on Wednesday from the flooded streets in Korva.");
    expect([...second.text].slice(twin?.start, twin?.end).join("")).toBe(twin?.quote);
    expect(twin?.after).toContain("weather");
  });

  it("finds it in the same article first, never the passage itself", async () => {
    const own = await makeArticle(project, { text: `${said}\n${filler}\n${said}` });
    const found = await searchPassages(annotator, { ...asked, versionId: own.versionId });
    expect(found[0]).toMatchObject({ isSameArticle: true, quote: said, score: 1 });
    expect(found[0]?.start).toBeGreaterThan(asked.end);
  });

  it("tells a stranger nothing, and a span outside the text clearly", async () => {
    const stranger = actorFor(await makeMember(foreign, "manager"));
    await expect(searchPassages(stranger, asked)).rejects.toMatchObject({ status: 404 });
    await expect(searchPassages(annotator, { ...asked, end: 9_999_999 })).rejects.toMatchObject({
      code: "span-outside-text",
    });
    await expect(searchPassages(annotator, { ...asked, end: 0 })).rejects.toMatchObject({
      code: "span-outside-text",
    });
  });
});
