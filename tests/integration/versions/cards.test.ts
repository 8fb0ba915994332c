import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { mergeCard } from "@/lib/cards/moves";
import { getCard } from "@/lib/cards/queries";
import { undoMove } from "@/lib/cards/undo-move";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../../support/database";
import { claim, spanOf } from "../../support/operations";
import { overlap } from "../../support/overlap";
import {
  add,
  correctedText,
  finalClaims,
  letAllGo,
  makeFinished,
  makeNewsroom,
  type Newsroom,
} from "../../support/versions";

await createDatabase();

describe("cards while a newer text is finished", () => {
  const cardOf = (room: Newsroom, claimId = "") =>
    createCard(room.rita, room.project.slug, { claimId, statement: randomUUID(), type: "content" });
  const quotesOn = async (room: Newsroom, cardId: string) =>
    (await getCard(room.rita, cardId)).mentions.map((mention) => mention.quote).toSorted();

  it("get back what a merge set aside, on the newer text", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const before = await finalClaims(article.id);
    const dam = before.get("The dam held until midnight") ?? "";
    const one = await cardOf(room, dam);
    const two = await cardOf(room, before.get("Trains will run again on Friday"));
    await answerCandidate(room.rita, two.id, { claimId: dam, isSame: true });
    const { moveId } = await mergeCard(room.rita, { cardId: two.id, intoId: one.id });
    const { layerId } = await add(room.mia, article.id, correctedText);
    await letAllGo(room.mia, layerId);
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    await undoMove(room.rita, { moveId });
    expect(await quotesOn(room, one.id)).toEqual(["The dam held until midnight"]);
    expect(await quotesOn(room, two.id)).toEqual([
      "The dam held until midnight",
      "Trains will run again on Friday",
    ]);
  });

  it("come apart again though a mention that a merge moved left with the earlier text", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const before = await finalClaims(article.id);
    const houses = await cardOf(room, before.get("forty houses were flooded on Monday"));
    const dam = await cardOf(room, before.get("The dam held until midnight"));
    const { moveId } = await mergeCard(room.rita, { cardId: houses.id, intoId: dam.id });
    const { layerId } = await add(room.mia, article.id, correctedText);
    await letAllGo(room.mia, layerId);
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    await undoMove(room.rita, { moveId });
    expect(await quotesOn(room, houses.id)).toEqual([]);
    expect(await quotesOn(room, dam.id)).toEqual(["The dam held until midnight"]);
  });

  it("follow a claim that was deleted and marked anew on the very same words", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const dam = "The dam held until midnight";
    const card = await cardOf(room, (await finalClaims(article.id)).get(dam));
    const { layerId } = await add(room.mia, article.id, correctedText);
    await letAllGo(room.mia, layerId);
    const carried = await db().annotation.findFirstOrThrow({
      where: { layerId, kind: "claim", spans: { some: { quote: dam } } },
    });
    await applyCommand(room.mia, layerId, {
      commandId: randomUUID(),
      operations: [
        { op: "delete", id: carried.id, revision: carried.revision },
        { op: "put", object: claim([spanOf(correctedText, dam)]), revision: null },
      ],
    });
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    expect(await quotesOn(room, card.id)).toEqual([dam]);
  });

  it("never keep a claim of the earlier text, whichever of the two comes first", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const before = await finalClaims(article.id);
    const card = await cardOf(room, before.get("Trains will run again on Friday"));
    const same = (claimId = "") => ({ claimId, isSame: true });
    const { layerId } = await add(room.mia, article.id, correctedText);
    await letAllGo(room.mia, layerId);
    const tooLate = await overlap(
      (tx) => submitLayer(room.mia, layerId, { nothingToMark: false }, tx),
      () => answerCandidate(room.rita, card.id, same(before.get("The dam held until midnight"))),
    );
    expect(tooLate).toMatchObject({ status: "rejected", reason: { code: "claim-not-final" } });
    const other = await makeFinished(room);
    const there = await finalClaims(other.article.id);
    const two = await add(room.mia, other.article.id, correctedText);
    await letAllGo(room.mia, two.layerId);
    await overlap(
      (tx) => answerCandidate(room.rita, card.id, same(there.get("The dam held until midnight")), tx),
      () => submitLayer(room.mia, two.layerId, { nothingToMark: false }),
    );
    expect(await quotesOn(room, card.id)).toContain("The dam held until midnight");
  });
});
