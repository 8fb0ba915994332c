-- Ten thousand marks written at once are looked at once, not one by one.

-- A quote is the text of its span: read from the chunk it lies in, or from all it touches.
CREATE FUNCTION check_span_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM changed s
      LEFT JOIN "Chunk" f ON f."versionId" = s."versionId" AND f."ordinal" = s."start" / 1024
     WHERE substr(
             CASE WHEN (s."end" - 1) / 1024 = f."ordinal" THEN f."text"
                  ELSE (SELECT string_agg(c."text", '' ORDER BY c."ordinal") FROM "Chunk" c
                         WHERE c."versionId" = s."versionId" AND c."ordinal" BETWEEN s."start" / 1024 AND (s."end" - 1) / 1024) END,
             s."start" % 1024 + 1, s."end" - s."start") IS DISTINCT FROM s."quote") THEN
    RAISE EXCEPTION 'the quote is not the text of its span' USING ERRCODE = 'check_violation', CONSTRAINT = 'span_quote';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER "AnnotationSpan_quote" ON "AnnotationSpan";
CREATE TRIGGER "AnnotationSpan_quote_inserted" AFTER INSERT ON "AnnotationSpan" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION check_span_quotes();
CREATE TRIGGER "AnnotationSpan_quote_updated" AFTER UPDATE ON "AnnotationSpan" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION check_span_quotes();

-- Marks of a final layer, should some change while its article is finished. The links keep note_final_mark: they come by few.
CREATE FUNCTION note_final_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StandingWork" ("kind", "subjectId")
  SELECT DISTINCT 'article', l."articleId"
    FROM (SELECT DISTINCT "layerId" FROM changed) c
    JOIN "Layer" l ON l."id" = c."layerId" AND l."kind" = 'adjudicated'
    JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done';
  RETURN NULL;
END $$;
DROP TRIGGER "Annotation_standing" ON "Annotation";
CREATE TRIGGER "Annotation_standing_inserted" AFTER INSERT ON "Annotation" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_final_marks();
CREATE TRIGGER "Annotation_standing_updated" AFTER UPDATE ON "Annotation" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_final_marks();

CREATE OR REPLACE FUNCTION spans_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT "layerId" FROM changed) c JOIN "Layer" l ON l."id" = c."layerId" AND l."kind" = 'adjudicated') THEN
    SELECT array_agg(DISTINCT c."annotationId") INTO ids
      FROM changed c JOIN "Layer" l ON l."id" = c."layerId" AND l."kind" = 'adjudicated' WHERE c."role" = 'body';
    IF ids IS NOT NULL THEN PERFORM refresh_final_claims(ids); END IF;
  END IF;
  RETURN NULL;
END $$;
