-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "articleCount" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "submittedCount" INTEGER NOT NULL DEFAULT 0;

-- Counts that pages show, kept where the rows change, so that opening a page costs the same at any size.
CREATE FUNCTION count_articles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Project" p SET "articleCount" = p."articleCount" + n."count"
    FROM (SELECT "projectId", count(*) AS "count" FROM inserted WHERE "withdrawnAt" IS NULL GROUP BY 1) n
   WHERE p."id" = n."projectId";
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_count" AFTER INSERT ON "Article" REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION count_articles();

CREATE FUNCTION recount_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Project" SET "articleCount" = "articleCount" + CASE WHEN NEW."withdrawnAt" IS NULL THEN 1 ELSE -1 END
   WHERE "id" = NEW."projectId";
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_recount" AFTER UPDATE OF "withdrawnAt" ON "Article" FOR EACH ROW
  WHEN ((OLD."withdrawnAt" IS NULL) <> (NEW."withdrawnAt" IS NULL)) EXECUTE FUNCTION recount_article();

CREATE FUNCTION count_submissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."state" = 'submitted' THEN
    UPDATE "Member" SET "submittedCount" = "submittedCount" - 1 WHERE "projectId" = OLD."projectId" AND "userId" = OLD."personId";
  END IF;
  IF NEW."state" = 'submitted' THEN
    UPDATE "Member" SET "submittedCount" = "submittedCount" + 1 WHERE "projectId" = NEW."projectId" AND "userId" = NEW."personId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Slot_submissions_inserted" AFTER INSERT ON "Slot" FOR EACH ROW
  WHEN (NEW."state" = 'submitted') EXECUTE FUNCTION count_submissions();
CREATE TRIGGER "Slot_submissions" AFTER UPDATE OF "state", "personId" ON "Slot" FOR EACH ROW
  WHEN (OLD."state" = 'submitted' OR NEW."state" = 'submitted') EXECUTE FUNCTION count_submissions();

UPDATE "Project" p SET "articleCount" = (SELECT count(*) FROM "Article" a WHERE a."projectId" = p."id" AND a."withdrawnAt" IS NULL);
UPDATE "Member" m SET "submittedCount" = (
  SELECT count(*) FROM "Slot" s WHERE s."projectId" = m."projectId" AND s."personId" = m."userId" AND s."state" = 'submitted');
