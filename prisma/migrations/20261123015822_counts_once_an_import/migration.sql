-- Every row of a project and of an import names them: whatever updates them a thousand times in one transaction leaves a
-- thousand versions, which each reference to them walks past until that transaction ends.

-- What a transaction counts is added up in a setting of its own, which a rolled back savepoint takes back with its rows.
CREATE FUNCTION add_step(setting text, counted text, step int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE steps jsonb := coalesce(nullif(current_setting(setting, true), ''), '{}')::jsonb;
BEGIN
  PERFORM set_config(setting, (steps || jsonb_build_object(counted, coalesce((steps ->> counted)::int, 0) + step))::text, true);
END $$;
-- Whether nothing was counted yet: asked as a row is written, before it is counted, so that the first statement alone notes
-- that something is to be written as the transaction ends.
CREATE FUNCTION counts_nothing(setting text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting(setting, true), '') = ''
$$;

-- How many articles a project has is written once, as the transaction ends; an import locks its project no longer. Row by
-- row, under a name before that of what writes it, so that it is right also where constraints are told to be immediate.
DROP TRIGGER "Article_count" ON "Article";
DROP FUNCTION count_articles();
CREATE OR REPLACE FUNCTION recount_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_step('sourcebench.articles', NEW."projectId"::text, CASE WHEN NEW."withdrawnAt" IS NULL THEN 1 ELSE -1 END);
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_count" AFTER INSERT ON "Article" FOR EACH ROW
  WHEN (NEW."withdrawnAt" IS NULL) EXECUTE FUNCTION recount_article();

CREATE FUNCTION write_article_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  steps text := coalesce(current_setting('sourcebench.articles', true), '');
  counted record;
BEGIN
  IF steps = '' THEN RETURN NULL; END IF;
  PERFORM set_config('sourcebench.articles', '', true);
  -- In one order, so that two transactions of the same projects never wait in a circle.
  FOR counted IN SELECT key::uuid AS project, value::int AS step FROM jsonb_each_text(steps::jsonb) ORDER BY key LOOP
    UPDATE "Project" SET "articleCount" = "articleCount" + counted.step WHERE "id" = counted.project AND counted.step <> 0;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Article_counted" AFTER INSERT ON "Article" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."withdrawnAt" IS NULL AND counts_nothing('sourcebench.articles')) EXECUTE FUNCTION write_article_counts();
CREATE CONSTRAINT TRIGGER "Article_recounted" AFTER UPDATE OF "withdrawnAt" ON "Article" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD."withdrawnAt" IS NULL) <> (NEW."withdrawnAt" IS NULL) AND counts_nothing('sourcebench.articles'))
  EXECUTE FUNCTION write_article_counts();

-- So are a run's suggestions.
DROP TRIGGER "Suggestion_counted" ON "Suggestion";
CREATE OR REPLACE FUNCTION count_suggestions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_step('sourcebench.suggestions', concat_ws(' ', NEW."runId", NEW."kind", NEW."band"), 1);
  RETURN NULL;
END $$;
CREATE TRIGGER "Suggestion_counted" AFTER INSERT ON "Suggestion" FOR EACH ROW EXECUTE FUNCTION count_suggestions();

CREATE FUNCTION write_suggestion_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE steps text := coalesce(current_setting('sourcebench.suggestions', true), '');
BEGIN
  IF steps = '' THEN RETURN NULL; END IF;
  PERFORM set_config('sourcebench.suggestions', '', true);
  INSERT INTO "SuggestionTally" ("runId", "kind", "band", "total")
  SELECT split_part(key, ' ', 1)::uuid, split_part(key, ' ', 2)::"AnnotationKind", split_part(key, ' ', 3)::int, value::int
    FROM jsonb_each_text(steps::jsonb) ORDER BY 1, 2, 3
  ON CONFLICT ("runId", "kind", "band") DO UPDATE SET "total" = "SuggestionTally"."total" + EXCLUDED."total";
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Suggestion_tallied" AFTER INSERT ON "Suggestion" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (counts_nothing('sourcebench.suggestions')) EXECUTE FUNCTION write_suggestion_counts();

-- How far an import is, in a row that no other names.
CREATE TABLE "ImportProgress" (
    "batchId" UUID NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ImportProgress_pkey" PRIMARY KEY ("batchId")
);
ALTER TABLE "ImportProgress" ADD CONSTRAINT "ImportProgress_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "ImportBatch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
INSERT INTO "ImportProgress" ("batchId", "done") SELECT "id", "done" FROM "ImportBatch" WHERE "done" > 0;
ALTER TABLE "ImportBatch" DROP COLUMN "done";
ALTER TABLE "ImportProgress" ADD CONSTRAINT "ImportProgress_whole" CHECK ("done" >= 0);
GRANT SELECT, INSERT, UPDATE ON "ImportProgress" TO sourcebench_app;
