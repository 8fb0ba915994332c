import { describe, expect, it } from "vitest";
import { getArticle } from "@/lib/articles/get-article";
import { rateSource } from "@/lib/ratings/commands";
import { rateSourceInput } from "@/lib/ratings/schema";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { addVersion } from "@/lib/versions/add-version";
import { createDatabase } from "../../support/database";
import { makeArticle, makeSource } from "../../support/factories";
import { makeNewsroom, paste } from "../../support/versions";

await createDatabase();

describe("what a publisher changed in its articles", () => {
  it("counts in its record and since the last rating only as far as it is a correction, and leads to the text", async () => {
    const room = await makeNewsroom();
    const outlet = await makeSource();
    const article = await makeArticle(room.project, { text: "Ten boats sank.", publisherId: outlet.id });
    const rated = rateSourceInput.parse({
      sourceId: outlet.id,
      grade: "B",
      role: "publisher",
      rationale: "Its record.",
    });
    await rateSource(room.rita, rated);
    await addVersion(room.mia, paste(article.id, "Ten boats sank, he said.", { change: "update" }));
    const sinceOf = async () => (await getSourceRatings(room.rita, outlet.id)).scopes[0]?.since;
    expect(await sinceOf()).toMatchObject({ corrections: 0, newest: null });

    await addVersion(
      room.mia,
      paste(article.id, "Two boats sank, he said.", { note: "It was two.", changedAt: "2026-03-03" }),
    );
    const place = { articleId: article.id, projectSlug: room.project.slug };
    expect(await sinceOf()).toMatchObject({ corrections: 1, newest: { ...place, number: 3 } });
    const { record } = await getSourceRatings(room.rita, outlet.id);
    expect(record.corrections).toMatchObject([
      { ...place, number: 3, change: "correction", note: "It was two.", changedAt: "2026-03-03" },
      { ...place, number: 2, change: "update", note: "", changedAt: null },
    ]);
    const { text } = await getArticle(room.vic, { slug: room.project.slug, articleId: article.id });
    expect(text.version).toMatchObject({
      number: 3,
      change: "correction",
      changedAt: "2026-03-03",
      isNewest: true,
    });
  });
});
