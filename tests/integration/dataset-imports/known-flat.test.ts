import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { countKnownRecords, noteKnownRecords } from "@/lib/dataset-imports/known-before";
import { closeDb, inTransaction } from "@/lib/db";
import { createDatabase } from "../../support/database";
import { makePlace } from "./support";

await createDatabase();
afterAll(closeDb);

it("what is known of a large dataset is found article by article, not each against all, before any statistics know of them", async () => {
  const { project, user } = await makePlace();
  const batchId = randomUUID();
  const known = await inTransaction(undefined, async (tx) => {
    await tx.importBatch.create({
      data: { id: batchId, projectId: project.id, label: "known", kind: "annotations", createdById: user.id },
    });
    await tx.$executeRaw`
      INSERT INTO "Article" ("id", "projectId", "batchId", "title", "url", "language", "translated")
      SELECT gen_random_uuid(), ${project.id}::uuid, ${batchId}::uuid, 'Article ' || i, 'http://gazette.example/' || i || '/', 'en', 'no'
        FROM generate_series(1, 3000) i`;
    await tx.$executeRaw`
      INSERT INTO "ImportRecord" ("id", "batchId", "projectId", "ordinal", "file", "textSha256", "layerIds", "content", "url")
      SELECT gen_random_uuid(), ${batchId}::uuid, ${project.id}::uuid, i, 'a', sha256(('text ' || i)::bytea), '{}', '{}', 'https://gazette.example/' || i
        FROM generate_series(1, 3000) i`;
    // A fifth of a second; each against all takes a minute.
    await tx.$executeRaw`SET LOCAL statement_timeout = '15s'`;
    await noteKnownRecords(tx, batchId);
    return countKnownRecords(tx, batchId);
  });
  expect(known).toEqual({ newer: 3_000, withdrawn: 0, hereSince: 0 });
});
