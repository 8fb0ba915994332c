import { afterAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { forgetPerson, withdrawArticle } from "@/lib/redaction/commands";
import { connect } from "../../../prisma/migrate.mjs";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeUser } from "../../support/factories";
import { tablesWith } from "../../support/tables-with";
import { commit, doccano, dryRun, makePlace, story } from "../dataset-imports/support";
import { importFiles } from "./support";

const database = await createDatabase();
const superuser = await connect(database.superUrl);
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(async () => {
  await superuser.end();
  await closeDb();
});

it("names nobody in what an import leaves out as withdrawn, so that who decided that can be forgotten", async () => {
  const { project, slug, manager } = await makePlace();
  const decider = await makeUser({ name: "Wilma Vergissmein", isAdmin: true });
  for (const text of [story, "The port is open."]) {
    const { id: articleId } = await makeArticle(project, { text });
    await withdrawArticle(actorFor(decider), { articleId, reason: "Taken back." });
  }
  const { batchId } = await dryRun(manager, slug, {
    "a.jsonl": doccano() + doccano("Another story is here.  More.".repeat(4)),
  });
  expect(
    await commit(manager, slug, batchId, {
      leavesBad: true,
      labels: { PER: "leave-out", OPINION: "leave-out" },
    }),
  ).toMatchObject({ leftOut: 1 });
  await importFiles(manager, slug, { "a.txt": "The port is open.", "b.txt": "The port is closed." });
  const batches = await db().importBatch.findMany({ where: { projectId: project.id } });
  expect(JSON.stringify(batches.map((one) => one.report)).match(/withdrawn for good on/g)).toHaveLength(2);
  await forgetPerson(admin, { userId: decider.id, reason: "Asked for it." });
  expect(await tablesWith(superuser, "Vergissmein")).toEqual([]);
});
