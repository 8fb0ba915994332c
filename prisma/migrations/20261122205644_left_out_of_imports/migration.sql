-- What an import of articles left out is told by title, and beside which article of the same address: both go with an article
-- that is withdrawn for good. Its title still stands while the texts are blanked.
CREATE FUNCTION without_left_out(report jsonb, article uuid, title text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_set(report, '{leftOut}', coalesce(
    (SELECT jsonb_agg(l ORDER BY place) FROM jsonb_array_elements(report -> 'leftOut') WITH ORDINALITY AS t(l, place)
      WHERE l ->> 'title' <> title AND position(article::text IN l ->> 'reason') = 0), '[]'))
$$;

CREATE FUNCTION redact_left_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ImportBatch" b SET "report" = without_left_out(b."report", a."id", a."title")
    FROM "Article" a
   WHERE a."id" = NEW."articleId" AND b."projectId" = a."projectId" AND b."kind" = 'articles'
     AND jsonb_typeof(b."report" -> 'leftOut') = 'array' AND b."report" -> 'leftOut' <> '[]';
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_left_out" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (OLD."redactedBy" IS NULL AND NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION redact_left_out();
