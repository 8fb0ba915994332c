ALTER TABLE "ImportRecord" ADD COLUMN "title" TEXT,
ADD COLUMN "url" TEXT,
ADD COLUMN "newerOfId" UUID,
ADD COLUMN "withdrawalId" UUID;

-- What waits learns its own; a record that no jsonb could hold stays without.
UPDATE "ImportRecord" SET "title" = "content"::json #>> '{article,title}', "url" = "content"::json #>> '{article,url}'
 WHERE "textSha256" IS NOT NULL AND position('\u0000' IN "content") = 0;

-- The few of a batch that are known of, however large it is.
CREATE INDEX "ImportRecord_known_idx" ON "ImportRecord" ("batchId", "ordinal")
 WHERE "newerOfId" IS NOT NULL OR "withdrawalId" IS NOT NULL;
GRANT UPDATE ("newerOfId", "withdrawalId") ON "ImportRecord" TO sourcebench_app;

-- As before, and of datasets too, whose reports tell since now what was left out.
CREATE OR REPLACE FUNCTION redact_left_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ImportBatch" b SET "report" = without_left_out(b."report", a."id", a."title")
    FROM "Article" a
   WHERE a."id" = NEW."articleId" AND b."projectId" = a."projectId"
     AND jsonb_typeof(b."report" -> 'leftOut') = 'array' AND b."report" -> 'leftOut' <> '[]';
  RETURN NULL;
END $$;
