-- The board of claims is read from one index and its own rows: a look into "ClaimCard" for each would cost four pages more.
ALTER TABLE "CardStanding" ADD COLUMN "statement" TEXT, ADD COLUMN "createdAt" TIMESTAMPTZ(3);
UPDATE "CardStanding" s SET "statement" = c."statement", "createdAt" = c."createdAt" FROM "ClaimCard" c WHERE c."id" = s."cardId";
ALTER TABLE "CardStanding" ALTER COLUMN "statement" SET NOT NULL, ALTER COLUMN "createdAt" SET NOT NULL;

CREATE OR REPLACE FUNCTION note_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW."deletedAt" IS DISTINCT FROM (OLD."deletedAt") THEN
    DELETE FROM "CardStanding" WHERE "cardId" = NEW."id";
    INSERT INTO "CardStanding" ("cardId", "projectId", "number", "type", "statement", "createdAt")
    SELECT NEW."id", NEW."projectId", NEW."number", NEW."type", NEW."statement", NEW."createdAt" WHERE NEW."deletedAt" IS NULL;
  ELSIF NEW."statement" <> OLD."statement" THEN
    UPDATE "CardStanding" SET "statement" = NEW."statement" WHERE "cardId" = NEW."id";
  END IF;
  PERFORM note_work('card', NEW."id");
  RETURN NULL;
END $$;

-- Claims that are on no card, in the order of their list: newest article first, then as they are read.
ALTER TABLE "FinalClaim" ADD COLUMN "articleNumber" BIGINT, ADD COLUMN "isFree" BOOLEAN;
UPDATE "FinalClaim" f SET "articleNumber" = a."number",
       "isFree" = NOT EXISTS (SELECT 1 FROM "Mention" m WHERE m."claimId" = f."claimId" AND m."isSame" AND m."deletedAt" IS NULL)
  FROM "Layer" l JOIN "Article" a ON a."id" = l."articleId" WHERE l."id" = f."layerId";
ALTER TABLE "FinalClaim" ALTER COLUMN "articleNumber" SET NOT NULL, ALTER COLUMN "isFree" SET NOT NULL;
CREATE INDEX "FinalClaim_free" ON "FinalClaim" ("projectId", (-"articleNumber"), "start", "claimId") WHERE "isFree";
CREATE INDEX "FinalClaim_quote_trgm" ON "FinalClaim" USING gin ("quote" gin_trgm_ops);
GRANT UPDATE ("isFree") ON "FinalClaim" TO sourcebench_app;

-- The row is locked first: of two changes at once, the second looks when it can see the first.
CREATE FUNCTION note_free_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "FinalClaim" WHERE "claimId" = NEW."claimId" FOR UPDATE;
  UPDATE "FinalClaim" f SET "isFree" = x.free
    FROM (SELECT NOT EXISTS (SELECT 1 FROM "Mention" m
                              WHERE m."claimId" = NEW."claimId" AND m."isSame" AND m."deletedAt" IS NULL) AS free) x
   WHERE f."claimId" = NEW."claimId" AND f."isFree" <> x.free;
  RETURN NULL;
END $$;
CREATE TRIGGER "Mention_free" AFTER INSERT OR UPDATE ON "Mention" FOR EACH ROW EXECUTE FUNCTION note_free_claim();

CREATE OR REPLACE FUNCTION refresh_final_claims(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "FinalClaimWord" w USING "FinalClaim" f WHERE f."claimId" = ANY(ids) AND w."number" = f."number";
  DELETE FROM "FinalClaim" WHERE "claimId" = ANY(ids);
  WITH added AS (
    INSERT INTO "FinalClaim" ("claimId", "projectId", "layerId", "quote", "start", "articleNumber", "isFree")
    SELECT n."id", n."projectId", n."layerId", string_agg(s."quote", ' … ' ORDER BY s."start"), min(s."start"), min(a."number"),
           NOT EXISTS (SELECT 1 FROM "Mention" m WHERE m."claimId" = n."id" AND m."isSame" AND m."deletedAt" IS NULL)
      FROM "Annotation" n
      JOIN "Layer" l ON l."id" = n."layerId" AND l."kind" = 'adjudicated'
      JOIN "Article" a ON a."id" = l."articleId"
      JOIN "AnnotationSpan" s ON s."annotationId" = n."id" AND s."role" = 'body'
     WHERE n."id" = ANY(ids) AND n."kind" = 'claim' AND n."deletedAt" IS NULL
     GROUP BY n."id"
    RETURNING "projectId", "number", "quote")
  INSERT INTO "FinalClaimWord" ("projectId", "word", "number")
  SELECT a."projectId", w, a."number" FROM added a, claim_words(a."quote") w;
END $$;

-- Nearly every save is one into a person's own layer: these cost it one look at that layer, and plan nothing else.
CREATE OR REPLACE FUNCTION note_final_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Layer" l WHERE l."id" = NEW."layerId" AND l."kind" = 'adjudicated') THEN
    INSERT INTO "StandingWork" ("kind", "subjectId")
    SELECT 'article', l."articleId" FROM "Layer" l JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done'
     WHERE l."id" = NEW."layerId";
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION spans_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
  IF EXISTS (SELECT 1 FROM changed c, "Layer" l WHERE l."id" = c."layerId" AND l."kind" = 'adjudicated') THEN
    SELECT array_agg(DISTINCT c."annotationId") INTO ids
      FROM changed c JOIN "Layer" l ON l."id" = c."layerId" AND l."kind" = 'adjudicated' WHERE c."role" = 'body';
    IF ids IS NOT NULL THEN PERFORM refresh_final_claims(ids); END IF;
  END IF;
  RETURN NULL;
END $$;

-- It reads every rating of a source: never to be asked of rows that a page does not come to.
ALTER FUNCTION seen_spread(uuid, uuid) COST 5000;
