-- As before; and a batch that waits is told how much of it went: what of other articles quotes the one withdrawn goes too,
-- so that its import brings less than its dry run said. What its report quotes may be of those words.
CREATE OR REPLACE FUNCTION redact_staged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  batches uuid[];
BEGIN
  SELECT array_agg(b) INTO batches FROM (
    SELECT "batchId" AS b FROM "Article" WHERE "id" = NEW."articleId"
    UNION SELECT "batchId" FROM "Layer" WHERE "articleId" = NEW."articleId"
    UNION SELECT r."batchId" FROM "Suggestion" s JOIN "SuggestionRun" r ON r."id" = s."runId" WHERE s."versionId" = NEW."id") found;
  UPDATE "ImportBatch" SET "report" = "report" || '{"faults": [], "losses": []}'
   WHERE "id" = ANY (batches) AND "kind" = 'annotations';
  WITH gone AS (
    DELETE FROM "ImportRecord"
     WHERE "projectId" = NEW."projectId"
       AND ("textSha256" = NEW."textSha256" OR position(encode(NEW."textSha256", 'hex') IN "content") > 0)
    RETURNING "batchId", "item"),
  counted AS (
    SELECT "batchId", count(*) FILTER (WHERE "item" IS DISTINCT FROM 'pair') AS records, count(*) FILTER (WHERE "item" = 'pair') AS pairs
      FROM gone GROUP BY "batchId")
  UPDATE "ImportBatch" b
     SET "report" = b."report" || '{"faults": [], "losses": []}' || jsonb_build_object('withdrawn', jsonb_build_object(
           'records', coalesce((b."report" #>> '{withdrawn,records}')::int, 0) + c.records,
           'pairs', coalesce((b."report" #>> '{withdrawn,pairs}')::int, 0) + c.pairs))
    FROM counted c WHERE b."id" = c."batchId";
  RETURN NULL;
END $$;

-- Terms that stood for one article of a release alone may be that article's own words: they go when an article of the release
-- is withdrawn. Terms of several articles name none of them, and stay.
CREATE FUNCTION without_single_terms(inputs jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(inputs -> 'licences') = 'array' THEN
    jsonb_set(inputs, '{licences}', coalesce(
      (SELECT jsonb_agg(CASE WHEN l ->> 'articles' = '1' AND l ->> 'licence' <> ''
                             THEN jsonb_set(l, '{licence}', '"Taken out with an article that was withdrawn."') ELSE l END ORDER BY place)
         FROM jsonb_array_elements(inputs -> 'licences') WITH ORDINALITY AS t(l, place)), '[]'))
  ELSE inputs END
$$;

CREATE OR REPLACE FUNCTION redact_releases(article uuid, project uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM "ReleaseTrial" WHERE "projectId" = project;
  UPDATE "DatasetRelease" r
     SET "options" = without_allowed_words(r."options"),
         "inputs" = without_single_terms(CASE WHEN jsonb_typeof(r."inputs" -> 'options') = 'object'
                         THEN jsonb_set(r."inputs", '{options}', without_allowed_words(r."inputs" -> 'options')) ELSE r."inputs" END),
         -- What a format could not carry names articles by their titles.
         "report" = CASE WHEN jsonb_typeof(r."report" -> 'losses') = 'object' THEN jsonb_set(r."report", '{losses}', coalesce(
           (SELECT jsonb_object_agg(f.key, (SELECT coalesce(jsonb_agg(jsonb_set(l, '{articles}', '[]')), '[]') FROM jsonb_array_elements(f.value) l))
              FROM jsonb_each(r."report" -> 'losses') f), '{}')) ELSE r."report" END
   WHERE r."projectId" = project
     AND EXISTS (SELECT 1 FROM "ReleaseArticle" a WHERE a."releaseId" = r."id" AND a."articleId" = article);
END $$;

-- Releases that hold an article withdrawn before today lose such terms too. Their guard lets the owner do that for a decision.
DO $$
DECLARE
  d record;
BEGIN
  FOR d IN SELECT "id", "subjectId" FROM "Redaction" WHERE "kind" = 'article' LOOP
    PERFORM set_config('sourcebench.redaction', d."id"::text, true);
    UPDATE "DatasetRelease" r SET "inputs" = without_single_terms(r."inputs")
     WHERE EXISTS (SELECT 1 FROM "ReleaseArticle" a WHERE a."releaseId" = r."id" AND a."articleId" = d."subjectId");
  END LOOP;
  PERFORM set_config('sourcebench.redaction', '', true);
END $$;
