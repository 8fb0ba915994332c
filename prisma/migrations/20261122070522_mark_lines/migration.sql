-- CreateTable
CREATE TABLE "MarkLine" (
    "annotationId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "left" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "right" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "positionKey" TEXT NOT NULL,
    "leftKey" TEXT NOT NULL,
    "rightKey" TEXT NOT NULL,
    "cue" TEXT NOT NULL,
    "values" TEXT[],
    "sourceIds" UUID[],
    "ownerId" UUID,
    "guidelineVersionId" UUID,

    CONSTRAINT "MarkLine_pkey" PRIMARY KEY ("annotationId")
);

-- CreateIndex
CREATE INDEX "MarkLine_layerId_idx" ON "MarkLine"("layerId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_positionKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "positionKey", "annotationId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_leftKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "leftKey", "annotationId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_rightKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "rightKey", "annotationId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_kind_positionKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "kind", "positionKey", "annotationId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_kind_leftKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "kind", "leftKey", "annotationId");

-- CreateIndex
CREATE INDEX "MarkLine_projectId_scope_kind_rightKey_annotationId_idx" ON "MarkLine"("projectId", "scope", "kind", "rightKey", "annotationId");

GRANT SELECT, INSERT, UPDATE, DELETE ON "MarkLine" TO sourcebench_app;
ALTER TABLE "MarkLine" ADD CONSTRAINT "MarkLine_scope" CHECK ("scope" IN ('final', 'people'));

-- The code points [from, to) of a version, read from its chunks of 1,024.
CREATE FUNCTION text_between(version uuid, from_point int, to_point int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(substr(string_agg(c."text", '' ORDER BY c."ordinal"), from_point % 1024 + 1, greatest(to_point - from_point, 0)), '')
    FROM "Chunk" c WHERE c."versionId" = version AND c."ordinal" BETWEEN from_point / 1024 AND greatest(to_point - 1, 0) / 1024
$$;

-- The words of a text in lower case; backwards where `backwards`.
CREATE FUNCTION words_key(words text, backwards boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(w.word, ' ' ORDER BY CASE WHEN backwards THEN -w.place ELSE w.place END), '')
    FROM regexp_split_to_table(lower(words), '[^[:alnum:]]+') WITH ORDINALITY AS w(word, place) WHERE w.word <> ''
$$;

-- Makes the lines of a layer anew: all of its marks where the layer is one that others may come to see, else none.
CREATE FUNCTION settle_mark_lines(layer uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "MarkLine" WHERE "layerId" = layer;
  INSERT INTO "MarkLine" ("annotationId", "projectId", "articleId", "layerId", "scope", "kind", "left", "mark", "right", "start", "end",
                          "positionKey", "leftKey", "rightKey", "cue", "values", "sourceIds", "ownerId", "guidelineVersionId")
  SELECT a."id", l."projectId", l."articleId", l."id", CASE l."kind" WHEN 'adjudicated' THEN 'final' ELSE 'people' END, a."kind"::text,
         c."left", m."mark", c."right", m."start", m."end",
         lpad(r."number"::text, 12, '0') || lpad(m."start"::text, 9, '0'), words_key(c."left", true), words_key(c."right", false),
         coalesce((SELECT lower(left(s."quote", 100)) FROM "AnnotationSpan" s WHERE s."annotationId" = a."id" AND s."role" = 'cue' ORDER BY s."start" LIMIT 1), ''),
         ARRAY(SELECT t."key" || '=' || left(t."value", 100) FROM jsonb_each_text(a."attributes") t
                WHERE t."key" IN ('kind', 'origin', 'quoteType', 'attributionType', 'sourceKind') ORDER BY 1),
         ARRAY(SELECT DISTINCT x."sourceId" FROM "AttributionSource" x WHERE x."attributionId" = a."id" AND x."deletedAt" IS NULL),
         l."ownerId", l."guidelineVersionId"
    FROM "Layer" l
    JOIN "Article" r ON r."id" = l."articleId"
    JOIN "Annotation" a ON a."layerId" = l."id" AND a."deletedAt" IS NULL
   CROSS JOIN LATERAL (
     SELECT s."start", s."end", left(regexp_replace(s."quote", '\s+', ' ', 'g'), 300) AS "mark" FROM "AnnotationSpan" s WHERE s."annotationId" = a."id"
      ORDER BY CASE s."role" WHEN 'body' THEN 0 WHEN 'cue' THEN 1 WHEN 'content' THEN 2 ELSE 3 END, s."start" LIMIT 1) m
   CROSS JOIN LATERAL (
     SELECT regexp_replace(text_between(l."versionId", greatest(m."start" - 70, 0), m."start"), '\s+', ' ', 'g') AS "left",
            regexp_replace(text_between(l."versionId", m."end", m."end" + 70), '\s+', ' ', 'g') AS "right") c
   WHERE l."id" = layer AND r."withdrawnAt" IS NULL
     AND CASE l."kind" WHEN 'adjudicated' THEN l."state" = 'closed' WHEN 'person' THEN l."state" = 'submitted' WHEN 'shared' THEN l."state" = 'submitted' ELSE false END;
END $$;

CREATE FUNCTION note_mark_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM settle_mark_lines(NEW."id");
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Layer_lines_made" AFTER INSERT ON "Layer" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."state" IN ('submitted', 'closed') AND NEW."kind" IN ('person', 'shared', 'adjudicated')) EXECUTE FUNCTION note_mark_lines();
-- A save to an open layer fires nothing.
CREATE CONSTRAINT TRIGGER "Layer_lines" AFTER UPDATE ON "Layer" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW."state" IN ('submitted', 'closed') OR OLD."state" IN ('submitted', 'closed')) AND NEW."kind" IN ('person', 'shared', 'adjudicated')
    AND (OLD."state" <> NEW."state" OR OLD."revision" <> NEW."revision")) EXECUTE FUNCTION note_mark_lines();

CREATE FUNCTION note_withdrawn_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM settle_mark_lines(l."id") FROM "Layer" l WHERE l."articleId" = NEW."id";
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Article_lines" AFTER UPDATE ON "Article" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."withdrawnAt" IS DISTINCT FROM NEW."withdrawnAt") EXECUTE FUNCTION note_withdrawn_lines();

SELECT settle_mark_lines(l."id") FROM "Layer" l WHERE l."kind" IN ('person', 'shared', 'adjudicated') AND l."state" IN ('submitted', 'closed');
