-- AlterTable
ALTER TABLE "ClaimCard" ADD COLUMN     "claimTypes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "harm" BOOLEAN,
ADD COLUMN     "publicInterest" BOOLEAN,
ADD COLUMN     "verifiable" BOOLEAN;

-- CreateTable
CREATE TABLE "Verdict" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "cardId" UUID NOT NULL,
    "raterId" UUID NOT NULL,
    "scheme" TEXT NOT NULL,
    "schemeVersion" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "sawOthers" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Verdict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "archivedUrl" TEXT,
    "readOn" DATE NOT NULL,
    "quote" TEXT NOT NULL,
    "stance" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InterestFlag" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "flag" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "InterestFlag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardLink" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CardLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardMove" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "fromId" UUID NOT NULL,
    "toId" UUID NOT NULL,
    "mentionIds" UUID[],
    "evidenceIds" UUID[],
    "flagIds" UUID[],
    "asideIds" UUID[],
    "links" JSONB NOT NULL DEFAULT '[]',
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneById" UUID,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "CardMove_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FinalClaim" (
    "claimId" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "quote" TEXT NOT NULL,
    "start" INTEGER NOT NULL,

    CONSTRAINT "FinalClaim_pkey" PRIMARY KEY ("claimId")
);

-- CreateTable
CREATE TABLE "FinalClaimWord" (
    "projectId" UUID NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "number" BIGINT NOT NULL,

    CONSTRAINT "FinalClaimWord_pkey" PRIMARY KEY ("projectId","word","number")
);

-- CreateIndex
CREATE INDEX "Verdict_cardId_number_idx" ON "Verdict"("cardId", "number");

-- CreateIndex
CREATE INDEX "Verdict_raterId_idx" ON "Verdict"("raterId");

-- CreateIndex
CREATE INDEX "Evidence_cardId_idx" ON "Evidence"("cardId");

-- CreateIndex
CREATE INDEX "InterestFlag_cardId_idx" ON "InterestFlag"("cardId");

-- CreateIndex
CREATE INDEX "InterestFlag_sourceId_idx" ON "InterestFlag"("sourceId");

-- CreateIndex
CREATE INDEX "CardLink_fromId_idx" ON "CardLink"("fromId");

-- CreateIndex
CREATE INDEX "CardLink_toId_idx" ON "CardLink"("toId");

-- CreateIndex
CREATE INDEX "CardMove_fromId_idx" ON "CardMove"("fromId");

-- CreateIndex
CREATE INDEX "CardMove_toId_idx" ON "CardMove"("toId");

-- CreateIndex
CREATE UNIQUE INDEX "FinalClaim_number_key" ON "FinalClaim"("number");

-- CreateIndex
CREATE INDEX "FinalClaim_layerId_idx" ON "FinalClaim"("layerId");

-- CreateIndex
CREATE UNIQUE INDEX "FinalClaim_claimId_projectId_key" ON "FinalClaim"("claimId", "projectId");

-- CreateIndex
CREATE INDEX "FinalClaimWord_number_idx" ON "FinalClaimWord"("number");

-- AddForeignKey
ALTER TABLE "Verdict" ADD CONSTRAINT "Verdict_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "ClaimCard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Verdict" ADD CONSTRAINT "Verdict_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_cardId_projectId_fkey" FOREIGN KEY ("cardId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InterestFlag" ADD CONSTRAINT "InterestFlag_cardId_projectId_fkey" FOREIGN KEY ("cardId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InterestFlag" ADD CONSTRAINT "InterestFlag_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardLink" ADD CONSTRAINT "CardLink_fromId_projectId_fkey" FOREIGN KEY ("fromId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardLink" ADD CONSTRAINT "CardLink_toId_projectId_fkey" FOREIGN KEY ("toId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardMove" ADD CONSTRAINT "CardMove_fromId_projectId_fkey" FOREIGN KEY ("fromId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardMove" ADD CONSTRAINT "CardMove_toId_projectId_fkey" FOREIGN KEY ("toId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FinalClaim" ADD CONSTRAINT "FinalClaim_claimId_projectId_fkey" FOREIGN KEY ("claimId", "projectId") REFERENCES "Annotation"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ClaimCard"
  ADD CONSTRAINT "ClaimCard_claimTypes" CHECK ("claimTypes" <@ ARRAY['event-property', 'numerical', 'quote-verification', 'causal', 'position-statement']);
ALTER TABLE "Verdict"
  ADD CONSTRAINT "Verdict_verdict" CHECK ("verdict" IN ('supported', 'refuted', 'not-enough-evidence', 'conflicting-evidence')),
  ADD CONSTRAINT "Verdict_rationale" CHECK (char_length(btrim("rationale")) > 0);
ALTER TABLE "Evidence"
  ADD CONSTRAINT "Evidence_stance" CHECK ("stance" IN ('supports', 'refutes', 'context')),
  ADD CONSTRAINT "Evidence_url" CHECK ("url" ~* '^https?://' AND ("archivedUrl" IS NULL OR "archivedUrl" ~* '^https?://'));
ALTER TABLE "InterestFlag"
  ADD CONSTRAINT "InterestFlag_flag" CHECK ("flag" IN ('party', 'in-custody', 'self-report', 'commercial'));
CREATE UNIQUE INDEX "InterestFlag_once" ON "InterestFlag" ("cardId", "sourceId", "flag") WHERE "deletedAt" IS NULL;
ALTER TABLE "CardLink"
  ADD CONSTRAINT "CardLink_type" CHECK ("type" IN ('narrower', 'contradicts', 'related')),
  ADD CONSTRAINT "CardLink_two_cards" CHECK ("fromId" <> "toId"),
  -- A link without a direction stores the smaller id first, so that it cannot be made twice.
  ADD CONSTRAINT "CardLink_smaller_first" CHECK ("type" = 'narrower' OR "fromId" < "toId");
CREATE UNIQUE INDEX "CardLink_once" ON "CardLink" ("fromId", "toId", "type") WHERE "deletedAt" IS NULL;
ALTER TABLE "CardMove"
  ADD CONSTRAINT "CardMove_kind" CHECK ("kind" IN ('split', 'merge'));
CREATE INDEX "ClaimCard_statement_trgm" ON "ClaimCard" USING gin ("statement" gin_trgm_ops);

-- Others' verdicts on a card are seen by whoever has saved one's own, as with its credibility.
CREATE FUNCTION seen_verdicts(viewer uuid) RETURNS SETOF "Verdict" LANGUAGE sql STABLE AS $$
  SELECT g.* FROM "Verdict" g
   WHERE EXISTS (SELECT 1 FROM seen_cards(viewer) c WHERE c."id" = g."cardId")
     AND (g."raterId" = viewer
       OR EXISTS (SELECT 1 FROM "Verdict" mine WHERE mine."cardId" = g."cardId" AND mine."raterId" = viewer))
$$;

-- What a text is found by: the beginnings (six letters stand for the forms of a word) of its words, and of each two that
-- stand together. Scripts without spaces give two letters each.
CREATE FUNCTION claim_words(words text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  WITH lexemes AS (
    SELECT t.lexeme, p.place
      FROM unnest(to_tsvector('simple'::regconfig, left(words, 4000))) t, unnest(t.positions) AS p(place)),
  stems AS (
    SELECT left(lexeme, 6) AS stem, lead(left(lexeme, 6)) OVER (ORDER BY place, lexeme) AS next FROM lexemes)
  SELECT stem FROM stems
  UNION SELECT stem || ' ' || next FROM stems WHERE next IS NOT NULL
  UNION SELECT substr(lexeme, at, 2) FROM lexemes, generate_series(1, char_length(lexeme) - 1) at
         WHERE lexeme ~ '[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]'
$$;

-- Keeps the words of final claims beside them: what these claims are after the change, and nothing for those gone.
CREATE FUNCTION refresh_final_claims(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "FinalClaimWord" w USING "FinalClaim" f WHERE f."claimId" = ANY(ids) AND w."number" = f."number";
  DELETE FROM "FinalClaim" WHERE "claimId" = ANY(ids);
  WITH added AS (
    INSERT INTO "FinalClaim" ("claimId", "projectId", "layerId", "quote", "start")
    SELECT n."id", n."projectId", n."layerId", string_agg(s."quote", ' … ' ORDER BY s."start"), min(s."start")
      FROM "Annotation" n
      JOIN "Layer" l ON l."id" = n."layerId" AND l."kind" = 'adjudicated'
      JOIN "AnnotationSpan" s ON s."annotationId" = n."id" AND s."role" = 'body'
     WHERE n."id" = ANY(ids) AND n."kind" = 'claim' AND n."deletedAt" IS NULL
     GROUP BY n."id"
    RETURNING "projectId", "number", "quote")
  INSERT INTO "FinalClaimWord" ("projectId", "word", "number")
  SELECT a."projectId", w, a."number" FROM added a, claim_words(a."quote") w;
END $$;

-- Marks of layers that are not final cost one look at their layers.
CREATE FUNCTION spans_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[];
BEGIN
  SELECT array_agg(DISTINCT c."annotationId") INTO ids
    FROM changed c JOIN "Layer" l ON l."id" = c."layerId" AND l."kind" = 'adjudicated' WHERE c."role" = 'body';
  IF ids IS NOT NULL THEN PERFORM refresh_final_claims(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "AnnotationSpan_words_inserted" AFTER INSERT ON "AnnotationSpan" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION spans_changed();
CREATE TRIGGER "AnnotationSpan_words_updated" AFTER UPDATE ON "AnnotationSpan" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION spans_changed();
CREATE TRIGGER "AnnotationSpan_words_deleted" AFTER DELETE ON "AnnotationSpan" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION spans_changed();

CREATE FUNCTION annotation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Layer" WHERE "id" = NEW."layerId" AND "kind" = 'adjudicated') THEN
    PERFORM refresh_final_claims(ARRAY[NEW."id"]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Annotation_words" AFTER UPDATE OF "deletedAt" ON "Annotation" FOR EACH ROW
  WHEN (NEW."kind" = 'claim' AND (OLD."deletedAt" IS NULL) <> (NEW."deletedAt" IS NULL)) EXECUTE FUNCTION annotation_changed();

SELECT refresh_final_claims(array_agg(n."id"))
  FROM "Annotation" n JOIN "Layer" l ON l."id" = n."layerId" AND l."kind" = 'adjudicated' WHERE n."kind" = 'claim';

GRANT SELECT, INSERT, UPDATE ON "Evidence", "InterestFlag", "CardLink", "CardMove" TO sourcebench_app;
GRANT SELECT, INSERT ON "Verdict" TO sourcebench_app;
GRANT SELECT, INSERT, DELETE ON "FinalClaim", "FinalClaimWord" TO sourcebench_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sourcebench_app;
CREATE TRIGGER "Verdict_append_only" BEFORE UPDATE OR DELETE ON "Verdict" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Verdict_no_truncate" BEFORE TRUNCATE ON "Verdict" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
