import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { skipSlot, submitLayer } from "@/lib/slots/commands";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { placeOrphan } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { makeArticle } from "../../support/factories";
import { claim, spanOf } from "../../support/operations";
import { refusal } from "../../support/refusal";
import { add, correctedText, firstText, makeFinished, makeNewsroom, paste } from "../../support/versions";

await createDatabase();
afterAll(closeDb);

describe("why an article cannot get a newer text", () => {
  it("is told as it is: somebody at work, marks of an import, or marks of somebody who gave it back", async () => {
    const room = await makeNewsroom();
    const imported = await makeArticle(room.project, { text: firstText });
    const { id, projectId, versionId } = imported;
    const { batchId } = await db().article.findUniqueOrThrow({ where: { id } });
    const place = { projectId, articleId: id, versionId, batchId };
    await db().layer.create({ data: { ...place, kind: "imported", state: "closed" } });
    const ofImport = await previewVersion(room.mia, paste(id, correctedText));
    expect(ofImport.refusal?.code).toBe("imported-marks");
    expect(ofImport.refusal?.message).toContain("Nobody works on this article");
    const begun = await takeNextSlot(room.ana, room.project.slug);
    expect((await refusal(addVersion(room.mia, paste(id, correctedText)))).code).toBe("in-work");
    await skipSlot(room.ana, begun?.layerId ?? "", { reason: "No time." });
    const other = await makeArticle(room.project, { text: firstText });
    await db().slot.deleteMany({ where: { articleId: id, state: "open" } });
    const taken = await takeNextSlot(room.ben, room.project.slug);
    expect(taken?.articleId).toBe(other.id);
    await skipSlot(room.ben, taken?.layerId ?? "", { reason: "No time." });
    const refused = await refusal(addVersion(room.mia, paste(other.id, correctedText)));
    expect(refused).toMatchObject({ code: "begun-before" });
  });
});

describe("a layer that is not in work", () => {
  it("says to recall it only where it can be recalled", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const article = await makeArticle(room.project, { text: firstText });
    const taken = await takeNextSlot(room.ana, room.project.slug);
    const layerId = taken?.layerId ?? "";
    await submitLayer(room.ana, layerId, { nothingToMark: true });
    const save = () => {
      const object = claim([spanOf(firstText, "Bridge closed after flood")]);
      const operations = [{ op: "put" as const, object, revision: null }];
      return refusal(applyCommand(room.ana, layerId, { commandId: randomUUID(), operations }));
    };
    expect(await save()).toMatchObject({ code: "layer-closed" });
    expect((await save()).message).toContain("Recall it");
    await db().article.update({ where: { id: article.id }, data: { state: "reviewing" } });
    expect((await save()).message).toContain("A reviewer can return it");
  });

  it("of an earlier text, or of a text that another replaced, says that it stays", async () => {
    const room = await makeNewsroom();
    const { article, layer } = await makeFinished(room);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    const object = claim([spanOf(firstText, "Bridge closed after flood")]);
    const operations = [{ op: "put" as const, object, revision: null }];
    const former = await refusal(applyCommand(room.ana, layer.id, { commandId: randomUUID(), operations }));
    expect(former).toMatchObject({ code: "layer-closed" });
    expect(former.message).toContain("earlier text");
    const { items } = await listCarried(room.ana, two.layerId);
    await skipSlot(room.ana, two.layerId, { reason: "No time." });
    const spans = [{ role: "body" as const, start: 0, end: 6 }];
    const ended = await refusal(placeOrphan(room.ana, { carriedId: items[0]?.id ?? "", spans }));
    expect(ended.message).toContain("This work has ended");
  });
});
