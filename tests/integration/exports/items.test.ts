import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { saveVerdict } from "@/lib/cards/assess";
import { answerCandidate, createCard, rateCredibility } from "@/lib/cards/commands";
import { addEvidence } from "@/lib/cards/evidence";
import { db } from "@/lib/db";
import { exportItems, type ItemChoice } from "@/lib/exports/dataset-items";
import { makePseudonyms } from "@/lib/exports/pseudonyms";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { type CardItem, checkItem, type DatasetItem, datasetItemSchema } from "@/lib/formats/dataset-items";
import { readEntries } from "@/lib/formats/sourcebench-jsonl";
import { rateSource } from "@/lib/ratings/commands";
import { setPersonRating } from "@/lib/ratings/settings";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../../support/factories";
import { linkClaim, makeMark, resolveSource } from "../../support/marks";

await createDatabase();
const project = await makeProject();
await db().project.update({ where: { id: project.id }, data: { truthScale: "both" } });
const manager = actorFor(await makeMember(project, "manager"));
const judge = actorFor(await makeMember(project, "manager", { name: "Ilse Brandt" }));
const outlet = await makeSource({ kind: "outlet", name: "Velm Post" });
const mayor = await makeSource({ kind: "person", name: "The mayor of Velm" });
const all: ItemChoice = { cards: true, ratings: true, personRatings: true };

async function tell(says: string, speaker: string) {
  const text = `${speaker} said ${says}.`;
  const publishedAt = new Date("2026-03-01T00:00:00.000Z");
  const article = await makeArticle(project, { text, publisherId: outlet.id, publishedAt });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claimId = await makeMark(layer, text, "claim", { body: says });
  const attributionId = await makeMark(layer, text, "attribution", {
    source: speaker,
    cue: "said",
    content: says,
  });
  await linkClaim(layer, attributionId, claimId);
  await resolveSource(layer, attributionId, mayor.id);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { article, claimId, attributionId };
}

const told = await tell("forty houses were flooded", "The mayor");
const other = await tell("no house was flooded", "The mayor");
const { id: cardId } = await createCard(judge, project.slug, {
  claimId: told.claimId,
  statement: "Forty houses were flooded in Velm",
  type: "content",
});
await answerCandidate(judge, cardId, { claimId: other.claimId, isSame: false });
await addEvidence(judge, {
  cardId,
  url: "https://council.example/minutes",
  archivedUrl: null,
  readOn: "2026-03-02",
  quote: "Forty houses stood in water.",
  stance: "supports",
});
await rateCredibility(judge, { cardId, grade: "2", rationale: "The minutes say so." });
await saveVerdict(judge, { cardId, verdict: "supported", rationale: "The minutes." });
await setPersonRating(actorFor(await makeUser({ isAdmin: true })), true);
for (const source of [outlet, mayor])
  await rateSource(judge, {
    sourceId: source.id,
    grade: "B",
    role: source === outlet ? "publisher" : "speaker",
    topic: "",
    periodFrom: null,
    periodTo: null,
    rationale: "Corrections are prompt.",
    evidence: [],
  });

async function itemsFor(actor: typeof manager, choice: ItemChoice = all): Promise<DatasetItem[]> {
  const { secret } = await db().installation.findFirstOrThrow();
  const key = { id: "key", people: makePseudonyms(secret, "key") };
  const items: DatasetItem[] = [];
  for await (const item of exportItems(actor, project.slug, key, choice)) items.push(item);
  return items;
}
function cardIn(items: readonly DatasetItem[]): CardItem {
  const card = items.find((item) => item.item === "card");
  if (card?.item !== "card") throw new Error("no card");
  return card;
}

describe("what an export has beside its articles", () => {
  it("is the card whole: both answers, who said it, the count, judgements and evidence", async () => {
    const items = await itemsFor(judge);
    for (const item of items) {
      expect(datasetItemSchema.parse(item)).toEqual(item);
      expect(checkItem(item)).toBeNull();
    }
    const card = cardIn(items);
    expect(card).toMatchObject({
      id: cardId,
      statement: "Forty houses were flooded in Velm",
      corroboration: { mentions: 1, high: 1 },
      origins: [{ source: { id: mayor.id, name: "The mayor of Velm", kind: "person" } }],
      credibilities: [{ grade: "2", rationale: "The minutes say so.", sawOthers: false }],
      verdicts: [{ verdict: "supported" }],
      evidence: [{ url: "https://council.example/minutes", readOn: "2026-03-02", stance: "supports" }],
    });
    expect(card.mentions.map(({ claim, isSame }) => [claim, isSame])).toEqual(
      expect.arrayContaining([
        [told.claimId, true],
        [other.claimId, false],
      ]),
    );
    expect(card.mentions.find(({ isSame }) => isSame)).toMatchObject({
      article: told.article.id,
      attribution: told.attributionId,
      quote: "forty houses were flooded",
      words: "The mayor",
      publisher: { name: "Velm Post" },
      speakers: [{ name: "The mayor of Velm" }],
      publishedAt: "2026-03-01T00:00:00.000Z",
    });
    const text = JSON.stringify(items);
    expect(text).not.toContain(judge.userId);
    expect(text).not.toContain(judge.name);
    expect(card.credibilities[0]?.by).toMatch(/^person-[0-9a-f]{12}$/);
  });

  it("shows others' judgements only to whoever has saved their own", async () => {
    const items = await itemsFor(manager);
    expect(cardIn(items)).toMatchObject({ credibilities: [], verdicts: [] });
    expect(items.filter(({ item }) => item === "rating")).toEqual([]);
  });

  it("leaves ratings of persons in the house unless somebody chooses otherwise", async () => {
    const names = (items: readonly DatasetItem[]) =>
      items.flatMap((item) => (item.item === "rating" ? [item.source.name] : [])).sort();
    expect(names(await itemsFor(judge, { cards: false, ratings: true, personRatings: false }))).toEqual([
      "Velm Post",
    ]);
    expect(names(await itemsFor(judge))).toEqual(["The mayor of Velm", "Velm Post"]);
  });

  it("is nothing unless asked for, and nothing for a stranger", async () => {
    expect(await itemsFor(judge, { cards: false, ratings: false, personRatings: false })).toEqual([]);
    await expect(itemsFor(actorFor(await makeUser()))).rejects.toMatchObject({ status: 404 });
  });

  it("stands behind the articles of the export, under the same pseudonyms, in its recorded hash", async () => {
    const lines: string[] = [];
    const filter = exportFilter.parse({});
    for await (const line of exportArticles(judge, project.slug, filter, {
      pseudonymKey: randomUUID(),
      items: (key) => exportItems(judge, project.slug, key, all),
    }))
      lines.push(line);
    const kinds: string[] = [];
    for await (const entry of readEntries(lines))
      kinds.push("item" in entry ? entry.item.item : "record" in entry ? "article" : entry.problem);
    expect(kinds).toEqual(["article", "article", "card", "rating", "rating"]);
  });
});
