-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "attributeDraft" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "Layer" ADD COLUMN     "attributeVersionId" UUID;

-- CreateTable
CREATE TABLE "AttributeVersion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "definitions" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "publishedById" UUID NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AttributeVersion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AttributeVersion_projectId_number_key" ON "AttributeVersion"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "AttributeVersion_id_projectId_key" ON "AttributeVersion"("id", "projectId");

-- CreateIndex
CREATE INDEX "Layer_attributeVersionId_idx" ON "Layer"("attributeVersionId");

-- AddForeignKey
ALTER TABLE "AttributeVersion" ADD CONSTRAINT "AttributeVersion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_attributeVersionId_projectId_fkey" FOREIGN KEY ("attributeVersionId", "projectId") REFERENCES "AttributeVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT ON "AttributeVersion" TO sourcebench_app;
CREATE TRIGGER "AttributeVersion_append_only" BEFORE UPDATE OR DELETE ON "AttributeVersion" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "AttributeVersion_no_truncate" BEFORE TRUNCATE ON "AttributeVersion" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every layer that people here fill in names the attributes that it is filled in by: the newest when it is begun, when it
-- is handed back, and when a final layer is opened again. What comes late keeps those of the layer that it belongs to.
CREATE FUNCTION name_attribute_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."kind" = 'surplus' THEN
    NEW."attributeVersionId" := (SELECT l."attributeVersionId" FROM "Layer" l WHERE l."id" = NEW."surplusOfId");
  ELSIF NEW."kind" <> 'imported' THEN
    NEW."attributeVersionId" := (
      SELECT v."id" FROM "AttributeVersion" v WHERE v."projectId" = NEW."projectId" ORDER BY v."number" DESC LIMIT 1);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Layer_attributes" BEFORE INSERT ON "Layer" FOR EACH ROW EXECUTE FUNCTION name_attribute_version();
CREATE TRIGGER "Layer_attributes_renewed" BEFORE UPDATE OF "state" ON "Layer" FOR EACH ROW
  WHEN ((NEW."state" = 'returned' AND OLD."state" = 'submitted') OR (NEW."state" = 'open' AND OLD."state" = 'closed'))
  EXECUTE FUNCTION name_attribute_version();

-- The lines of marks hold what is said of a project's own attributes too, words of one's own aside: a line a choice.
CREATE OR REPLACE FUNCTION settle_mark_lines(layer uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "MarkLine" WHERE "layerId" = layer;
  INSERT INTO "MarkLine" ("annotationId", "projectId", "articleId", "layerId", "scope", "kind", "left", "mark", "right", "start", "end",
                          "positionKey", "leftKey", "rightKey", "cue", "values", "sourceIds", "ownerId", "guidelineVersionId")
  SELECT a."id", l."projectId", l."articleId", l."id", CASE l."kind" WHEN 'adjudicated' THEN 'final' ELSE 'people' END, a."kind"::text,
         c."left", m."mark", c."right", m."start", m."end",
         lpad(r."number"::text, 12, '0') || lpad(m."start"::text, 9, '0'), words_key(c."left", true), words_key(c."right", false),
         coalesce((SELECT lower(left(s."quote", 100)) FROM "AnnotationSpan" s WHERE s."annotationId" = a."id" AND s."role" = 'cue' ORDER BY s."start" LIMIT 1), ''),
         ARRAY(SELECT o."value" FROM (
                 SELECT t."key" || '=' || left(t."value", 100) AS "value" FROM jsonb_each_text(a."attributes") t
                  WHERE t."key" IN ('kind', 'origin', 'quoteType', 'attributionType', 'sourceKind')
                 UNION ALL
                 SELECT (d ->> 'key') || '=' || left(e."value" #>> '{}', 100)
                   FROM "AttributeVersion" g
                  CROSS JOIN jsonb_array_elements(g."definitions") d
                  CROSS JOIN LATERAL (
                    SELECT x AS "value" FROM jsonb_path_query(a."attributes" -> (d ->> 'key'), '$[*]') x) e
                  WHERE g."id" = l."attributeVersionId" AND d ->> 'kind' = a."kind"::text AND d ->> 'type' <> 'text') o ORDER BY 1),
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

ALTER TABLE "Project" DROP CONSTRAINT "Project_blockingChecks";
ALTER TABLE "Project" ADD CONSTRAINT "Project_blockingChecks" CHECK ("blockingChecks" <@ ARRAY[
  'no-content', 'origin-differs', 'quantity-inverted', 'own-twin', 'in-boilerplate', 'attribute-missing', 'no-link', 'no-cue', 'no-source',
  'unresolved', 'no-claim', 'no-twin', 'same-claim']);
