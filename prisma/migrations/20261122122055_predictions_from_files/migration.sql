-- AlterTable
ALTER TABLE "SuggestionRun" ADD COLUMN     "batchId" UUID;

-- CreateIndex
CREATE INDEX "SuggestionRun_batchId_idx" ON "SuggestionRun"("batchId");

-- AddForeignKey
ALTER TABLE "SuggestionRun" ADD CONSTRAINT "SuggestionRun_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was read of an article and waits to be imported goes with it, and so does what reports of imports quote of it.
CREATE FUNCTION redact_staged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  batches uuid[];
BEGIN
  SELECT array_agg(b) INTO batches FROM (
    SELECT "batchId" AS b FROM "ImportRecord" WHERE "projectId" = NEW."projectId" AND "textSha256" = NEW."textSha256"
    UNION SELECT "batchId" FROM "Article" WHERE "id" = NEW."articleId"
    UNION SELECT "batchId" FROM "Layer" WHERE "articleId" = NEW."articleId"
    UNION SELECT r."batchId" FROM "Suggestion" s JOIN "SuggestionRun" r ON r."id" = s."runId" WHERE s."versionId" = NEW."id") found;
  DELETE FROM "ImportRecord" WHERE "projectId" = NEW."projectId" AND "textSha256" = NEW."textSha256";
  UPDATE "ImportBatch" SET "report" = "report" || '{"faults": [], "losses": []}'
   WHERE "id" = ANY (batches) AND "kind" = 'annotations';
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_staged" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (OLD."redactedBy" IS NULL AND NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION redact_staged();
