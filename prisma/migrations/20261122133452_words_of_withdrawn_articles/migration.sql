-- What waits to be imported and quotes an article goes with it too: pairs of its passages, and twins that lead to it.
CREATE OR REPLACE FUNCTION redact_staged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  batches uuid[];
BEGIN
  SELECT array_agg(b) INTO batches FROM (
    SELECT "batchId" AS b FROM "ImportRecord" WHERE "projectId" = NEW."projectId" AND "textSha256" = NEW."textSha256"
    UNION SELECT "batchId" FROM "Article" WHERE "id" = NEW."articleId"
    UNION SELECT "batchId" FROM "Layer" WHERE "articleId" = NEW."articleId"
    UNION SELECT r."batchId" FROM "Suggestion" s JOIN "SuggestionRun" r ON r."id" = s."runId" WHERE s."versionId" = NEW."id") found;
  DELETE FROM "ImportRecord"
   WHERE "projectId" = NEW."projectId"
     AND ("textSha256" = NEW."textSha256" OR position(encode(NEW."textSha256", 'hex') IN "content") > 0);
  UPDATE "ImportBatch" SET "report" = "report" || '{"faults": [], "losses": []}'
   WHERE "id" = ANY (batches) AND "kind" = 'annotations';
  RETURN NULL;
END $$;

-- Acts on many rows name each by its title, or by the words of a mark; and an article's own terms may say whose it is.
CREATE FUNCTION redact_named() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  subjects text[];
BEGIN
  SELECT array_agg(s) INTO subjects FROM (
    SELECT NEW."articleId"::text AS s
    UNION SELECT n."id"::text FROM "Annotation" n JOIN "Layer" l ON l."id" = n."layerId" WHERE l."articleId" = NEW."articleId") found;
  UPDATE "BulkAct" b SET "items" = untitled(b."items", subjects), "undone" = untitled(b."undone", subjects)
   WHERE b."projectId" = NEW."projectId"
     AND EXISTS (SELECT 1 FROM jsonb_array_elements(b."items") x WHERE x ->> 'subjectId' = ANY (subjects));
  UPDATE "Article" SET "licence" = '' WHERE "id" = NEW."articleId" AND "licence" <> '';
  RETURN NULL;
END $$;

CREATE FUNCTION untitled(rows jsonb, subjects text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(CASE WHEN x ->> 'subjectId' = ANY (subjects) THEN x || '{"title": "Withdrawn article"}' ELSE x END
                            ORDER BY place), '[]')
    FROM jsonb_array_elements(rows) WITH ORDINALITY AS r(x, place)
$$;

CREATE TRIGGER "ArticleVersion_named" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (OLD."redactedBy" IS NULL AND NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION redact_named();
