-- CreateTable
CREATE TABLE "CardStanding" (
    "cardId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "mentions" INTEGER NOT NULL DEFAULT 0,
    "articles" INTEGER NOT NULL DEFAULT 0,
    "clusters" INTEGER NOT NULL DEFAULT 0,
    "unnamed" INTEGER NOT NULL DEFAULT 0,
    "roots" INTEGER NOT NULL DEFAULT 0,
    "low" INTEGER NOT NULL DEFAULT 0,
    "high" INTEGER NOT NULL DEFAULT 0,
    "unexaminedPairs" INTEGER NOT NULL DEFAULT 0,
    "unratedRoots" INTEGER NOT NULL DEFAULT 0,
    "denials" INTEGER NOT NULL DEFAULT 0,
    "assessments" INTEGER NOT NULL DEFAULT 0,
    "valueConflicts" INTEGER NOT NULL DEFAULT 0,
    "suggestedCredibility" INTEGER,
    "hasProblem" BOOLEAN NOT NULL DEFAULT false,
    "dependence" BIGINT NOT NULL DEFAULT 0,
    "contest" INTEGER NOT NULL DEFAULT 0,
    "unsettled" INTEGER NOT NULL DEFAULT 0,
    "firstPublishedAt" TIMESTAMPTZ(3),
    "lastPublishedAt" TIMESTAMPTZ(3),
    "computedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CardStanding_pkey" PRIMARY KEY ("cardId")
);

-- CreateTable
CREATE TABLE "CardSource" (
    "cardId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "isOrigin" BOOLEAN NOT NULL,

    CONSTRAINT "CardSource_pkey" PRIMARY KEY ("cardId","sourceId")
);

-- CreateTable
CREATE TABLE "CardDispute" (
    "raterId" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "projectId" UUID NOT NULL,

    CONSTRAINT "CardDispute_pkey" PRIMARY KEY ("raterId","cardId")
);

-- CreateTable
CREATE TABLE "SourceStanding" (
    "sourceId" UUID NOT NULL,
    "isListed" BOOLEAN NOT NULL DEFAULT false,
    "lastRatedAt" TIMESTAMPTZ(3),
    "dueFrom" TIMESTAMPTZ(3),
    "isDue" BOOLEAN NOT NULL DEFAULT false,
    "computedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SourceStanding_pkey" PRIMARY KEY ("sourceId")
);

-- CreateTable
CREATE TABLE "SourceUse" (
    "projectId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "published" INTEGER NOT NULL DEFAULT 0,
    "attributed" INTEGER NOT NULL DEFAULT 0,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "isDue" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SourceUse_pkey" PRIMARY KEY ("projectId","sourceId")
);

-- CreateTable
CREATE TABLE "RaterSpread" (
    "raterId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "spread" INTEGER NOT NULL,

    CONSTRAINT "RaterSpread_pkey" PRIMARY KEY ("raterId","sourceId")
);

-- CreateTable
CREATE TABLE "StandingWork" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "otherId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StandingWork_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CardStanding_projectId_number_idx" ON "CardStanding"("projectId", "number");

-- CreateIndex
CREATE INDEX "CardStanding_projectId_mentions_number_idx" ON "CardStanding"("projectId", "mentions", "number");

-- CreateIndex
CREATE INDEX "CardStanding_projectId_articles_number_idx" ON "CardStanding"("projectId", "articles", "number");

-- CreateIndex
CREATE INDEX "CardStanding_projectId_high_number_idx" ON "CardStanding"("projectId", "high", "number");

-- CreateIndex
CREATE INDEX "CardStanding_projectId_denials_number_idx" ON "CardStanding"("projectId", "denials", "number");

-- CreateIndex
CREATE UNIQUE INDEX "CardStanding_cardId_projectId_key" ON "CardStanding"("cardId", "projectId");

-- CreateIndex
CREATE INDEX "CardSource_sourceId_isOrigin_idx" ON "CardSource"("sourceId", "isOrigin");

-- CreateIndex
CREATE INDEX "CardDispute_cardId_projectId_idx" ON "CardDispute"("cardId", "projectId");

-- CreateIndex
CREATE INDEX "CardDispute_raterId_projectId_idx" ON "CardDispute"("raterId", "projectId");

-- CreateIndex
CREATE INDEX "SourceUse_sourceId_idx" ON "SourceUse"("sourceId");

-- CreateIndex
CREATE INDEX "RaterSpread_raterId_spread_sourceId_idx" ON "RaterSpread"("raterId", "spread", "sourceId");

-- CreateIndex
CREATE INDEX "RaterSpread_sourceId_idx" ON "RaterSpread"("sourceId");

-- CreateIndex
CREATE INDEX "StandingWork_kind_subjectId_idx" ON "StandingWork"("kind", "subjectId");

-- AddForeignKey
ALTER TABLE "CardStanding" ADD CONSTRAINT "CardStanding_cardId_projectId_fkey" FOREIGN KEY ("cardId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardSource" ADD CONSTRAINT "CardSource_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "ClaimCard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardSource" ADD CONSTRAINT "CardSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardDispute" ADD CONSTRAINT "CardDispute_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardDispute" ADD CONSTRAINT "CardDispute_cardId_projectId_fkey" FOREIGN KEY ("cardId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceStanding" ADD CONSTRAINT "SourceStanding_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceUse" ADD CONSTRAINT "SourceUse_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceUse" ADD CONSTRAINT "SourceUse_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RaterSpread" ADD CONSTRAINT "RaterSpread_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RaterSpread" ADD CONSTRAINT "RaterSpread_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The orders in which boards are read.
CREATE INDEX "CardStanding_dependence" ON "CardStanding" ("projectId", "dependence", "number") WHERE "type" = 'content' AND "mentions" >= 2;
CREATE INDEX "CardStanding_contest" ON "CardStanding" ("projectId", "contest", "number") WHERE "contest" > 0;
CREATE INDEX "CardStanding_unsettled" ON "CardStanding" ("projectId", "unsettled", "number") WHERE "unsettled" > 0;
CREATE INDEX "ClaimCard_words" ON "ClaimCard" USING gin ("statement" gin_trgm_ops);
CREATE INDEX "SourceStanding_rated" ON "SourceStanding" ("lastRatedAt", "sourceId") WHERE "lastRatedAt" IS NOT NULL AND "isListed";
CREATE INDEX "SourceStanding_falling_due" ON "SourceStanding" ("dueFrom") WHERE NOT "isDue";
CREATE INDEX "SourceUse_due" ON "SourceUse" ("projectId", "uses", "sourceId") WHERE "isDue" AND "uses" > 0;

GRANT SELECT, INSERT, UPDATE, DELETE ON "CardStanding", "CardSource", "CardDispute", "SourceStanding", "SourceUse", "RaterSpread", "StandingWork" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "StandingWork_id_seq" TO sourcebench_app;

-- What a change makes stale is noted by triggers in the change's own transaction, so that no command can forget it. A note is
-- only ever inserted, so that writers never wait for each other; the background job works it off (lib/standings).
CREATE FUNCTION note_work(kind text, subject uuid, other uuid DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "StandingWork" ("kind", "subjectId", "otherId") SELECT kind, subject, other WHERE subject IS NOT NULL
$$;

CREATE FUNCTION note_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW."deletedAt" IS DISTINCT FROM (OLD."deletedAt") THEN
    DELETE FROM "CardStanding" WHERE "cardId" = NEW."id";
    INSERT INTO "CardStanding" ("cardId", "projectId", "number", "type")
    SELECT NEW."id", NEW."projectId", NEW."number", NEW."type" WHERE NEW."deletedAt" IS NULL;
  END IF;
  PERFORM note_work('card', NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "ClaimCard_standing" AFTER INSERT OR UPDATE ON "ClaimCard" FOR EACH ROW EXECUTE FUNCTION note_card();

CREATE FUNCTION note_card_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_work('card', NEW."cardId");
  IF TG_OP = 'UPDATE' AND OLD."cardId" <> NEW."cardId" THEN PERFORM note_work('card', OLD."cardId"); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Mention_standing" AFTER INSERT OR UPDATE ON "Mention" FOR EACH ROW EXECUTE FUNCTION note_card_part();
CREATE TRIGGER "Verdict_standing" AFTER INSERT ON "Verdict" FOR EACH ROW EXECUTE FUNCTION note_card_part();
CREATE TRIGGER "Credibility_standing" AFTER INSERT ON "Credibility" FOR EACH ROW EXECUTE FUNCTION note_card_part();

-- Final layers come and go with their article's state; its publisher and time take part in what is counted.
CREATE FUNCTION note_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note_work('source', NEW."publisherId");
    RETURN NULL;
  END IF;
  IF OLD."publisherId" IS DISTINCT FROM NEW."publisherId" OR OLD."withdrawnAt" IS DISTINCT FROM NEW."withdrawnAt" THEN
    PERFORM note_work('source', OLD."publisherId");
    PERFORM note_work('source', NEW."publisherId");
  END IF;
  IF OLD."state" = 'done' OR NEW."state" = 'done' THEN PERFORM note_work('article', NEW."id"); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_standing" AFTER UPDATE OF "state", "withdrawnAt", "publisherId", "publishedAt" ON "Article" FOR EACH ROW
  WHEN ((OLD."state", OLD."withdrawnAt", OLD."publisherId", OLD."publishedAt") IS DISTINCT FROM (NEW."state", NEW."withdrawnAt", NEW."publisherId", NEW."publishedAt"))
  EXECUTE FUNCTION note_article();
CREATE TRIGGER "Article_standing_inserted" AFTER INSERT ON "Article" FOR EACH ROW
  WHEN (NEW."publisherId" IS NOT NULL) EXECUTE FUNCTION note_article();

-- Marks and links of a final layer, should one change while its article is finished.
CREATE FUNCTION note_final_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StandingWork" ("kind", "subjectId")
  SELECT 'article', l."articleId" FROM "Layer" l JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done'
   WHERE l."id" = NEW."layerId" AND l."kind" = 'adjudicated';
  RETURN NULL;
END $$;
CREATE TRIGGER "Annotation_standing" AFTER INSERT OR UPDATE ON "Annotation" FOR EACH ROW EXECUTE FUNCTION note_final_mark();
CREATE TRIGGER "ClaimLink_standing" AFTER INSERT OR UPDATE ON "ClaimLink" FOR EACH ROW EXECUTE FUNCTION note_final_mark();
CREATE TRIGGER "AttributionSource_standing" AFTER INSERT OR UPDATE ON "AttributionSource" FOR EACH ROW EXECUTE FUNCTION note_final_mark();
CREATE TRIGGER "RestsOn_standing" AFTER INSERT OR UPDATE ON "RestsOn" FOR EACH ROW EXECUTE FUNCTION note_final_mark();
CREATE TRIGGER "ReuseLink_standing" AFTER INSERT OR UPDATE ON "ReuseLink" FOR EACH ROW EXECUTE FUNCTION note_final_mark();

CREATE FUNCTION note_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SourceStanding" ("sourceId") VALUES (NEW."id") ON CONFLICT DO NOTHING;
  PERFORM note_work('source', NEW."id");
  IF TG_OP = 'UPDATE' THEN
    IF OLD."canonicalId" IS DISTINCT FROM NEW."canonicalId" THEN
      PERFORM note_work('source', OLD."canonicalId");
      PERFORM note_work('source', NEW."canonicalId");
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Source_standing" AFTER INSERT OR UPDATE OF "canonicalId", "kind", "isProposal" ON "Source"
  FOR EACH ROW EXECUTE FUNCTION note_source();

CREATE FUNCTION note_affiliation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM note_work('source', OLD."sourceId"); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM note_work('source', NEW."sourceId"); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "SourceAffiliation_standing" AFTER INSERT OR UPDATE OR DELETE ON "SourceAffiliation"
  FOR EACH ROW EXECUTE FUNCTION note_affiliation();

CREATE FUNCTION note_dependency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_work('pair', NEW."firstId", NEW."secondId");
  RETURN NULL;
END $$;
CREATE TRIGGER "Dependency_standing" AFTER INSERT ON "Dependency" FOR EACH ROW EXECUTE FUNCTION note_dependency();

CREATE FUNCTION note_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_work('source', NEW."sourceId");
  RETURN NULL;
END $$;
CREATE TRIGGER "SourceRating_standing" AFTER INSERT ON "SourceRating" FOR EACH ROW EXECUTE FUNCTION note_rating();

-- The reader in whose name stored figures are computed: nobody, who sees every project as a viewer does (final layers alone).
-- No user has this id, so nobody can act under it.
CREATE OR REPLACE FUNCTION project_role(viewer uuid, project uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF viewer = '00000000-0000-0000-0000-000000000000' THEN RETURN 'viewer'; END IF;
  RETURN (SELECT CASE WHEN u."isAdmin" THEN 'manager' ELSE m."role"::text END
            FROM "User" u LEFT JOIN "Member" m ON m."userId" = u."id" AND m."projectId" = project
           WHERE u."id" = viewer AND u."disabledAt" IS NULL);
END $$;
ALTER TABLE "User" ADD CONSTRAINT "User_is_somebody" CHECK ("id" <> '00000000-0000-0000-0000-000000000000');

-- Cards whose figures a viewer may not know yet: they rest on an article on which the viewer has an unsubmitted layer. Walked
-- from the viewer's own open work, so that it costs the same on a card of ten thousand mentions.
CREATE FUNCTION blind_cards(viewer uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT DISTINCT m."cardId"
    FROM "Layer" mine
    JOIN "Layer" l ON l."articleId" = mine."articleId" AND l."kind" = 'adjudicated'
    JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim'
    JOIN "Mention" m ON m."claimId" = n."id" AND m."deletedAt" IS NULL
   WHERE mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" IN ('open', 'returned')
$$;

INSERT INTO "CardStanding" ("cardId", "projectId", "number", "type") SELECT "id", "projectId", "number", "type" FROM "ClaimCard" WHERE "deletedAt" IS NULL;
INSERT INTO "SourceStanding" ("sourceId") SELECT "id" FROM "Source";
INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'card', "id" FROM "ClaimCard" WHERE "deletedAt" IS NULL;
INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'source', "id" FROM "Source";
