-- AlterTable
ALTER TABLE "ArticleVersion" ADD COLUMN     "addedById" UUID,
ADD COLUMN     "change" TEXT,
ADD COLUMN     "changedAt" TIMESTAMPTZ(3),
ADD COLUMN     "changedText" TEXT,
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "roundsBefore" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Layer" ADD COLUMN     "carriedFromId" UUID;

-- CreateTable
CREATE TABLE "CarriedMark" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "formerId" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "annotationId" UUID,
    "nearStart" INTEGER,
    "nearEnd" INTEGER,
    "settledAs" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "settledById" UUID,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "CarriedMark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CarriedMark_formerId_idx" ON "CarriedMark"("formerId");

-- CreateIndex
CREATE INDEX "CarriedMark_annotationId_idx" ON "CarriedMark"("annotationId");

-- CreateIndex
CREATE INDEX "CarriedMark_settledById_idx" ON "CarriedMark"("settledById");

-- CreateIndex
CREATE UNIQUE INDEX "CarriedMark_layerId_formerId_key" ON "CarriedMark"("layerId", "formerId");

-- CreateIndex
CREATE INDEX "ArticleVersion_addedById_idx" ON "ArticleVersion"("addedById");

-- CreateIndex
CREATE INDEX "Layer_carriedFromId_idx" ON "Layer"("carriedFromId");

-- AddForeignKey
ALTER TABLE "ArticleVersion" ADD CONSTRAINT "ArticleVersion_addedById_fkey" FOREIGN KEY ("addedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_carriedFromId_projectId_fkey" FOREIGN KEY ("carriedFromId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CarriedMark" ADD CONSTRAINT "CarriedMark_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CarriedMark" ADD CONSTRAINT "CarriedMark_formerId_projectId_fkey" FOREIGN KEY ("formerId", "projectId") REFERENCES "Annotation"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CarriedMark" ADD CONSTRAINT "CarriedMark_annotationId_layerId_fkey" FOREIGN KEY ("annotationId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CarriedMark" ADD CONSTRAINT "CarriedMark_settledById_fkey" FOREIGN KEY ("settledById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An article's later texts, and what became of its final marks on the way from one to the next.
ALTER TABLE "ArticleVersion"
  ADD CONSTRAINT "ArticleVersion_change" CHECK ("change" IN ('correction', 'update', 'edit', 'unknown')),
  ADD CONSTRAINT "ArticleVersion_change_said" CHECK ("number" = 1 OR "change" IS NOT NULL),
  ADD CONSTRAINT "ArticleVersion_changed_once" CHECK ("changedAt" IS NULL OR "changedText" IS NULL);
ALTER TABLE "CarriedMark"
  ADD CONSTRAINT "CarriedMark_outcome" CHECK ("outcome" IN ('exact', 'moved', 'orphaned')),
  ADD CONSTRAINT "CarriedMark_near" CHECK (("nearStart" IS NULL) = ("nearEnd" IS NULL) AND "nearEnd" >= "nearStart"),
  ADD CONSTRAINT "CarriedMark_settled" CHECK (
    CASE WHEN "outcome" <> 'orphaned' THEN "annotationId" IS NOT NULL AND "settledAs" IS NULL
         WHEN "settledAs" IS NULL THEN "annotationId" IS NULL AND "settledById" IS NULL
         WHEN "settledAs" = 'placed' THEN "annotationId" IS NOT NULL
         ELSE "settledAs" = 'let-go' AND "annotationId" IS NULL AND char_length(btrim("reason")) > 0 END);
GRANT SELECT, INSERT, UPDATE ON "CarriedMark" TO sourcebench_app;

-- Whence a mark came and how stays; only how an orphan was settled is written later.
CREATE FUNCTION keep_carried_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND ROW(NEW."id", NEW."projectId", NEW."layerId", NEW."formerId", NEW."outcome", NEW."nearStart", NEW."nearEnd")
       IS NOT DISTINCT FROM ROW(OLD."id", OLD."projectId", OLD."layerId", OLD."formerId", OLD."outcome", OLD."nearStart", OLD."nearEnd") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what became of a mark stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "CarriedMark_kept" BEFORE UPDATE OR DELETE ON "CarriedMark" FOR EACH ROW EXECUTE FUNCTION keep_carried_mark();
CREATE TRIGGER "CarriedMark_no_truncate" BEFORE TRUNCATE ON "CarriedMark" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- While a newer text is worked on, what is final of the one before still counts: its layer is closed, the article is not done.
CREATE OR REPLACE FUNCTION seen_layers(viewer uuid)
 RETURNS SETOF "Layer"
 LANGUAGE sql
 STABLE
AS $$
  SELECT l.*
    FROM "Layer" l
    JOIN "Article" a ON a."id" = l."articleId" AND a."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, l."projectId") AS role) r
   WHERE r.role IS NOT NULL AND l."withdrawnAt" IS NULL
     AND (l."ownerId" = viewer
       OR (NOT EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = l."articleId" AND mine."ownerId" = viewer
                AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned'))
           AND (NOT a."isGold" OR r.role IN ('manager', 'reviewer') OR EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = l."articleId" AND mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" = 'submitted'))
           AND CASE l."kind"
             WHEN 'shared' THEN true
             WHEN 'adjudicated' THEN a."state" = 'done' OR (l."state" = 'closed' AND a."finishedAt" IS NOT NULL) OR r.role IN ('manager', 'reviewer')
             WHEN 'superseded' THEN true
             WHEN 'person' THEN (r.role IN ('manager', 'reviewer') AND l."state" <> 'open') OR (r.role = 'annotator' AND (a."state" = 'done' OR (a."finishedAt" IS NOT NULL AND l."carriedFromId" IS NULL)))
             WHEN 'surplus' THEN r.role IN ('manager', 'reviewer')
             WHEN 'imported' THEN r.role IN ('manager', 'reviewer') OR a."state" = 'done'
             WHEN 'gold' THEN r.role = 'manager'
             WHEN 'measured' THEN r.role = 'manager' AND l."state" <> 'open'
           END))
$$;
CREATE OR REPLACE FUNCTION final_layers(viewer uuid)
 RETURNS SETOF "Layer"
 LANGUAGE sql
 STABLE
AS $$
  SELECT l.* FROM seen_layers(viewer) l
   WHERE l."kind" = 'adjudicated'
     AND EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = l."articleId"
                    AND (a."state" = 'done' OR (l."state" = 'closed' AND a."finishedAt" IS NOT NULL)))
$$;
CREATE OR REPLACE FUNCTION blind_uses(viewer uuid)
 RETURNS TABLE("projectId" uuid, "sourceId" uuid, uses integer)
 LANGUAGE sql
 STABLE
AS $$
  SELECT l."projectId", canonical_source(x."sourceId"), count(DISTINCT n."id")::int
    FROM (SELECT DISTINCT mine."articleId" FROM "Layer" mine
           WHERE mine."ownerId" = viewer AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned')) o
    JOIN "Article" a ON a."id" = o."articleId" AND NOT a."isGold" AND a."withdrawnAt" IS NULL
    JOIN "Layer" l ON l."articleId" = a."id" AND l."kind" = 'adjudicated' AND (a."state" = 'done' OR (l."state" = 'closed' AND a."finishedAt" IS NOT NULL))
    JOIN "AttributionSource" x ON x."layerId" = l."id" AND x."deletedAt" IS NULL
    JOIN "Annotation" n ON n."id" = x."attributionId" AND n."deletedAt" IS NULL
   GROUP BY 1, 2
$$;
CREATE OR REPLACE FUNCTION note_article_reuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM note_reuse(NEW."id", NEW."projectId",
    (OLD."withdrawnAt" IS NULL AND NEW."withdrawnAt" IS NOT NULL) OR (OLD."state" = 'done' AND NEW."state" <> 'done' AND NEW."finishedAt" IS NULL));
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION offer_calibration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
DECLARE
  wanted record;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD."role" = 'annotator' AND (TG_OP = 'DELETE' OR NEW."role" <> 'annotator') THEN
    DELETE FROM "Slot" WHERE "projectId" = OLD."projectId" AND "reservedForId" = OLD."userId" AND "state" = 'open' AND "kind" = 'calibration';
    IF TG_OP = 'DELETE' OR NEW."role" = 'viewer' THEN
      UPDATE "Slot" SET "reservedForId" = NULL WHERE "projectId" = OLD."projectId" AND "reservedForId" = OLD."userId" AND "state" = 'open';
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW."role" = 'annotator' THEN
    FOR wanted IN
      SELECT a."id", a."projectId", a."number" FROM "Article" a
       WHERE a."projectId" = NEW."projectId" AND a."isCalibration" AND a."withdrawnAt" IS NULL AND a."state" = 'open' AND a."finishedAt" IS NULL
         AND NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND NEW."userId" IN (s."personId", s."reservedForId"))
       ORDER BY a."number" FOR NO KEY UPDATE
    LOOP
      INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "kind", "reservedForId")
      SELECT gen_random_uuid(), wanted."projectId", wanted."id",
             coalesce((SELECT max(o."ordinal") FROM "Slot" o WHERE o."articleId" = wanted."id"), 0) + 1, wanted."number", 'calibration', NEW."userId";
    END LOOP;
  END IF;
  RETURN NULL;
END $$;

-- Marks of people stand in the concordance for as long as the text they were made on is the one that counts.
CREATE OR REPLACE FUNCTION settle_mark_lines(layer uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $$
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
     AND NOT EXISTS (SELECT 1 FROM "Layer" e WHERE e."versionId" = l."versionId" AND e."kind" = 'superseded')
     AND CASE l."kind" WHEN 'adjudicated' THEN l."state" = 'closed' WHEN 'person' THEN l."state" = 'submitted' WHEN 'shared' THEN l."state" = 'submitted' ELSE false END;
END $$;
CREATE OR REPLACE VIEW "FinalReuse" AS
  SELECT k."id", k."projectId", k."annotationId", k."passageId", k."degree", k."lost", k."evidence", k."state",
         CASE k."direction" WHEN 'to-passage' THEN 'a' WHEN 'from-passage' THEN 'b' END AS "original",
         l."articleId" AS "articleA", l."versionId" AS "versionA", v."articleId" AS "articleB", p."versionId" AS "versionB", p."url", p."quote" AS "quoteB",
         NULL::int AS "startA", NULL::int AS "endA", NULL::int AS "startB", NULL::int AS "endB"
    FROM "ReuseLink" k
    JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
    JOIN "Layer" l ON l."id" = k."layerId" AND l."kind" = 'adjudicated'
    JOIN "Article" a ON a."id" = l."articleId" AND (a."state" = 'done' OR (l."state" = 'closed' AND a."finishedAt" IS NOT NULL)) AND a."withdrawnAt" IS NULL
    JOIN "Passage" p ON p."id" = k."passageId"
    LEFT JOIN "ArticleVersion" v ON v."id" = p."versionId"
    LEFT JOIN "Article" t ON t."id" = v."articleId"
   WHERE k."deletedAt" IS NULL AND k."state" IN ('confirmed', 'rejected') AND t."withdrawnAt" IS NULL
  UNION ALL
  SELECT p."id", p."projectId", NULL, NULL, CASE p."verdict" WHEN 'no' THEN 'heavy-revision' ELSE p."verdict" END, '{}'::text[], NULL,
         CASE p."verdict" WHEN 'no' THEN 'rejected' ELSE 'confirmed' END, NULL,
         p."articleA", p."versionA", p."articleB", p."versionB", NULL, quote_of(p."versionB", p."startB", p."endB"),
         p."startA", p."endA", p."startB", p."endB"
    FROM "PassagePair" p
    JOIN "Article" a ON a."id" = p."articleA" AND (a."state" = 'done' OR a."finishedAt" IS NOT NULL) AND a."withdrawnAt" IS NULL
    JOIN "Article" b ON b."id" = p."articleB" AND (b."state" = 'done' OR b."finishedAt" IS NOT NULL) AND b."withdrawnAt" IS NULL
   WHERE p."verdict" IS NOT NULL AND p."verdict" <> 'unsure';
CREATE OR REPLACE FUNCTION seen_pairs(viewer uuid)
 RETURNS SETOF "PassagePair"
 LANGUAGE sql
 STABLE
AS $$
  SELECT p.* FROM "PassagePair" p
    JOIN "Article" a ON a."id" = p."articleA" AND a."withdrawnAt" IS NULL
    JOIN "Article" b ON b."id" = p."articleB" AND b."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, p."projectId") AS role) r
   WHERE r.role IS NOT NULL
     AND p."articleA" NOT IN (SELECT blind_articles(viewer))
     AND p."articleB" NOT IN (SELECT blind_articles(viewer))
     AND ((r.role IN ('manager', 'reviewer')
           AND (p."linkId" IS NULL OR EXISTS (
                  SELECT 1 FROM "ReuseLink" k JOIN seen_layers(viewer) l ON l."id" = k."layerId" WHERE k."id" = p."linkId")))
       OR (p."verdict" IS NOT NULL AND (a."state" = 'done' OR a."finishedAt" IS NOT NULL) AND (b."state" = 'done' OR b."finishedAt" IS NOT NULL)))
$$;

-- With its article's newer text a final layer is final no more: its claims are no candidates, what rested on it is counted again.
CREATE FUNCTION note_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_final_claims(ARRAY(SELECT n."id" FROM "Annotation" n WHERE n."layerId" = NEW."id" AND n."kind" = 'claim'));
  PERFORM note_work('source', u."sourceId") FROM (SELECT DISTINCT "sourceId" FROM "AttributionSource" WHERE "layerId" = NEW."id") u;
  PERFORM note_work('card', m."cardId")
     FROM (SELECT DISTINCT m."cardId" FROM "Annotation" n JOIN "Mention" m ON m."claimId" = n."id" WHERE n."layerId" = NEW."id") m;
  PERFORM note_reuse(NEW."articleId", NEW."projectId", false);
  PERFORM settle_mark_lines(l."id") FROM "Layer" l WHERE l."versionId" = NEW."versionId";
  RETURN NULL;
END $$;
CREATE TRIGGER "Layer_superseded" AFTER UPDATE OF "kind" ON "Layer" FOR EACH ROW
  WHEN (OLD."kind" = 'adjudicated' AND NEW."kind" = 'superseded') EXECUTE FUNCTION note_superseded();

-- With an article withdrawn for good go the words said about its texts, and the reasons for which orphans were let go.
CREATE OR REPLACE FUNCTION redact_article(decision uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $$
DECLARE
  article uuid;
  project uuid;
  versions uuid[];
BEGIN
  SELECT r."subjectId", a."projectId" INTO article, project
    FROM "Redaction" r JOIN "Article" a ON a."id" = r."subjectId" WHERE r."id" = decision AND r."kind" = 'article';
  IF article IS NULL THEN
    RAISE EXCEPTION 'no decision withdraws an article' USING ERRCODE = 'check_violation', CONSTRAINT = 'redaction';
  END IF;
  SELECT array_agg("id") INTO versions FROM "ArticleVersion" WHERE "articleId" = article;
  PERFORM set_config('sourcebench.redaction', decision::text, true);
  -- Chunks first: quotes are checked against them.
  UPDATE "Chunk" SET "text" = blanked("text") WHERE "versionId" = ANY (versions);
  UPDATE "ArticleVersion" SET "text" = blanked("text"), "rawBytes" = '', "rawText" = NULL, "redactedBy" = decision
   WHERE "id" = ANY (versions);
  UPDATE "ArticleVersion" SET "note" = blanked("note") WHERE "id" = ANY (versions) AND "note" <> '';
  UPDATE "CarriedMark" SET "reason" = blanked("reason")
   WHERE "reason" <> '' AND "layerId" IN (SELECT "id" FROM "Layer" WHERE "articleId" = article);
  UPDATE "AnnotationSpan" SET "quote" = blanked("quote") WHERE "versionId" = ANY (versions);
  UPDATE "PassageSpan" SET "quote" = blanked("quote") WHERE "versionId" = ANY (versions);
  UPDATE "Passage" SET "quote" = blanked("quote") WHERE "versionId" = ANY (versions);
  UPDATE "Observation" SET "quote" = blanked("quote") WHERE "versionId" = ANY (versions);
  UPDATE "ReusePassage" SET "quote" = blanked("quote") WHERE "versionId" = ANY (versions);
  UPDATE "FinalClaim" SET "quote" = blanked("quote") WHERE "layerId" IN (SELECT "id" FROM "Layer" WHERE "articleId" = article);
  DELETE FROM "FinalClaimWord" w USING "FinalClaim" c JOIN "Layer" l ON l."id" = c."layerId"
   WHERE l."articleId" = article AND w."number" = c."number";
  DELETE FROM "MarkLine" WHERE "articleId" = article;
  UPDATE "ReviewDecision" SET "result" = NULL WHERE "unitId" IN (SELECT "id" FROM "ReviewUnit" WHERE "articleId" = article);
  DELETE FROM "ImportDraft" d USING "ArticleVersion" v
   WHERE v."id" = ANY (versions) AND d."projectId" = project AND d."textSha256" = v."textSha256";
  UPDATE "Event" SET "payload" = NULL, "redactedBy" = decision WHERE "projectId" = project AND "articleId" = article;
  UPDATE "Event" SET "payload" = NULL, "redactedBy" = decision
   WHERE "layerId" IN (SELECT "id" FROM "Layer" WHERE "articleId" = article) AND "redactedBy" IS NULL;
  UPDATE "Article" SET "title" = 'Withdrawn article', "byline" = NULL, "url" = NULL, "importedFrom" = NULL,
         "withdrawnAt" = coalesce("withdrawnAt", now()), "revision" = "revision" + 1
   WHERE "id" = article;
  PERFORM redact_releases(article, project);
  PERFORM set_config('sourcebench.redaction', '', true);
END $$;
