import { afterAll, expect, it } from "vitest";
import { getDataset } from "@/lib/dataset-imports/queries";
import { closeDb } from "@/lib/db";
import { withdrawArticle } from "@/lib/redaction/commands";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeUser } from "../../support/factories";
import { commit, dryRun, makePlace, story } from "./support";

await createDatabase();
afterAll(closeDb);

it("counts no text as left out whose address no article has any more", async () => {
  const { project, slug, manager } = await makePlace();
  const url = "https://gazette.example/bridge";
  const { id: articleId } = await makeArticle(project, { text: "The bridge is closed.", url });
  const line = { id: 1, text: story, entities: [], relations: [], annotator: "ada", facts: { url } };
  const entities = [{ id: 1, label: "claim", start_offset: 17, end_offset: 36 }];
  const { batchId, report } = await dryRun(manager, slug, {
    "a.jsonl": `${JSON.stringify({ ...line, entities })}\n`,
  });
  expect(report.known).toEqual({ newer: 1, withdrawn: 0 });

  const admin = actorFor(await makeUser({ isAdmin: true }));
  await withdrawArticle(admin, { articleId, reason: "Taken back." });

  expect(await getDataset(manager, slug, batchId)).toMatchObject({
    report: { known: { newer: 0 } },
    known: [],
  });
  expect(await commit(manager, slug, batchId)).toMatchObject({ articles: 1, leftOut: 0 });
});
