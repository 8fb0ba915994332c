-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "showsAgreement" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "AgreementArticle" (
    "articleId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedIn" BIGINT NOT NULL DEFAULT 0,
    "isDirty" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "AgreementArticle_pkey" PRIMARY KEY ("articleId")
);

-- CreateTable
CREATE TABLE "AgreementPart" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "articleNumber" BIGINT NOT NULL,
    "pairId" UUID NOT NULL,
    "firstId" UUID NOT NULL,
    "secondId" UUID,
    "kind" TEXT NOT NULL,
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "exact" INTEGER NOT NULL,
    "overlap" INTEGER NOT NULL,
    "reasons" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AgreementPart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgreementPlace" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "articleNumber" BIGINT NOT NULL,
    "pairId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "firstMarkId" UUID,
    "secondMarkId" UUID,

    CONSTRAINT "AgreementPlace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgreementReport" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "viewerId" UUID,
    "wantedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "computedAt" TIMESTAMPTZ(3),
    "durationMs" INTEGER NOT NULL DEFAULT 0,
    "snapshot" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "articles" INTEGER NOT NULL DEFAULT 0,
    "tooLarge" INTEGER NOT NULL DEFAULT 0,
    "isOwnOnly" BOOLEAN NOT NULL DEFAULT false,
    "hasFailed" BOOLEAN NOT NULL DEFAULT false,
    "summary" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AgreementReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgreementFigure" (
    "id" UUID NOT NULL,
    "reportId" UUID NOT NULL,
    "pairId" UUID NOT NULL,
    "firstId" UUID NOT NULL,
    "secondId" UUID,
    "kind" TEXT NOT NULL,
    "articles" INTEGER NOT NULL,
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "exact" INTEGER NOT NULL,
    "overlap" INTEGER NOT NULL,
    "f1" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "measures" JSONB NOT NULL,
    "reasons" JSONB NOT NULL,
    "months" JSONB NOT NULL,

    CONSTRAINT "AgreementFigure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AgreementArticle_projectId_changedAt_idx" ON "AgreementArticle"("projectId", "changedAt");

-- CreateIndex
CREATE INDEX "AgreementArticle_articleId_projectId_idx" ON "AgreementArticle"("articleId", "projectId");

-- CreateIndex
CREATE INDEX "AgreementPart_pairId_kind_articleNumber_idx" ON "AgreementPart"("pairId", "kind", "articleNumber");

-- CreateIndex
CREATE INDEX "AgreementPart_articleId_projectId_idx" ON "AgreementPart"("articleId", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "AgreementPart_articleId_pairId_kind_key" ON "AgreementPart"("articleId", "pairId", "kind");

-- CreateIndex
CREATE INDEX "AgreementPlace_pairId_kind_reason_articleNumber_place_id_idx" ON "AgreementPlace"("pairId", "kind", "reason", "articleNumber", "place", "id");

-- CreateIndex
CREATE INDEX "AgreementPlace_articleId_projectId_idx" ON "AgreementPlace"("articleId", "projectId");

-- CreateIndex
CREATE INDEX "AgreementPlace_firstMarkId_idx" ON "AgreementPlace"("firstMarkId");

-- CreateIndex
CREATE INDEX "AgreementPlace_secondMarkId_idx" ON "AgreementPlace"("secondMarkId");

-- CreateIndex
CREATE INDEX "AgreementReport_projectId_idx" ON "AgreementReport"("projectId");

-- CreateIndex
CREATE INDEX "AgreementReport_viewerId_idx" ON "AgreementReport"("viewerId");

-- CreateIndex
CREATE INDEX "AgreementReport_wantedAt_idx" ON "AgreementReport"("wantedAt");

-- CreateIndex
CREATE INDEX "AgreementFigure_reportId_kind_articles_idx" ON "AgreementFigure"("reportId", "kind", "articles" DESC);

-- CreateIndex
CREATE INDEX "AgreementFigure_firstId_idx" ON "AgreementFigure"("firstId");

-- CreateIndex
CREATE INDEX "AgreementFigure_secondId_idx" ON "AgreementFigure"("secondId");

-- CreateIndex
CREATE UNIQUE INDEX "AgreementFigure_reportId_pairId_kind_key" ON "AgreementFigure"("reportId", "pairId", "kind");

-- AddForeignKey
ALTER TABLE "AgreementArticle" ADD CONSTRAINT "AgreementArticle_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementPart" ADD CONSTRAINT "AgreementPart_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementPlace" ADD CONSTRAINT "AgreementPlace_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementPlace" ADD CONSTRAINT "AgreementPlace_firstMarkId_fkey" FOREIGN KEY ("firstMarkId") REFERENCES "Annotation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementPlace" ADD CONSTRAINT "AgreementPlace_secondMarkId_fkey" FOREIGN KEY ("secondMarkId") REFERENCES "Annotation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementReport" ADD CONSTRAINT "AgreementReport_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementReport" ADD CONSTRAINT "AgreementReport_viewerId_fkey" FOREIGN KEY ("viewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementFigure" ADD CONSTRAINT "AgreementFigure_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "AgreementReport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementFigure" ADD CONSTRAINT "AgreementFigure_firstId_fkey" FOREIGN KEY ("firstId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgreementFigure" ADD CONSTRAINT "AgreementFigure_secondId_fkey" FOREIGN KEY ("secondId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One report of a project for everybody, and one for each person who needs one of their own.
CREATE UNIQUE INDEX "AgreementReport_common" ON "AgreementReport" ("projectId") WHERE "viewerId" IS NULL;
CREATE UNIQUE INDEX "AgreementReport_own" ON "AgreementReport" ("projectId", "viewerId") WHERE "viewerId" IS NOT NULL;
CREATE INDEX "AgreementArticle_dirty" ON "AgreementArticle" ("articleId") WHERE "isDirty";

GRANT SELECT, INSERT, UPDATE, DELETE ON "AgreementArticle", "AgreementPart", "AgreementPlace", "AgreementReport", "AgreementFigure" TO sourcebench_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sourcebench_app;

-- What a change makes stale is noted in its own transaction (see lib/project-agreement). Only articles that all wanted people
-- have handed in are compared, so an article is noted from then on, and a change of its layers before is not.
CREATE FUNCTION note_agreement_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."state" IN ('review', 'reviewing', 'done') AND NEW."withdrawnAt" IS NULL THEN
    INSERT INTO "AgreementArticle" ("articleId", "projectId", "changedAt", "changedIn")
    VALUES (NEW."id", NEW."projectId", clock_timestamp(), pg_current_xact_id()::text::bigint)
    ON CONFLICT ("articleId") DO UPDATE
      SET "changedAt" = excluded."changedAt", "changedIn" = excluded."changedIn", "isDirty" = true;
  ELSE
    UPDATE "AgreementArticle"
       SET "changedAt" = clock_timestamp(), "changedIn" = pg_current_xact_id()::text::bigint, "isDirty" = true
     WHERE "articleId" = NEW."id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_agreement" AFTER UPDATE OF "state", "withdrawnAt" ON "Article" FOR EACH ROW
  WHEN (OLD."state" IS DISTINCT FROM NEW."state" OR OLD."withdrawnAt" IS DISTINCT FROM NEW."withdrawnAt")
  EXECUTE FUNCTION note_agreement_article();
CREATE TRIGGER "Article_agreement_new" AFTER INSERT ON "Article" FOR EACH ROW
  WHEN (NEW."state" <> 'open') EXECUTE FUNCTION note_agreement_article();

CREATE FUNCTION note_agreement_layer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "AgreementArticle"
     SET "changedAt" = clock_timestamp(), "changedIn" = pg_current_xact_id()::text::bigint, "isDirty" = true
   WHERE "articleId" = NEW."articleId";
  RETURN NULL;
END $$;
CREATE TRIGGER "Layer_agreement" AFTER UPDATE OF "state" ON "Layer" FOR EACH ROW
  WHEN (NEW."kind" IN ('person', 'adjudicated') AND OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION note_agreement_layer();
CREATE TRIGGER "Layer_agreement_new" AFTER INSERT ON "Layer" FOR EACH ROW
  WHEN (NEW."kind" IN ('person', 'adjudicated')) EXECUTE FUNCTION note_agreement_layer();

-- A withdrawn article's places quote nothing, but nobody needs them any more; the job deletes them.
INSERT INTO "AgreementArticle" ("articleId", "projectId")
SELECT "id", "projectId" FROM "Article" WHERE "state" IN ('review', 'reviewing', 'done') AND "withdrawnAt" IS NULL;
