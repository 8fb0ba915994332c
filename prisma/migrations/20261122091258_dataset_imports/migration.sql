-- AlterTable
ALTER TABLE "Layer" ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ImportRecord" (
    "id" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER,
    "textSha256" BYTEA,
    "layerIds" TEXT[],
    "content" TEXT NOT NULL,

    CONSTRAINT "ImportRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LabelMeaning" (
    "projectId" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "meaning" JSONB NOT NULL,
    "decidedById" UUID NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LabelMeaning_pkey" PRIMARY KEY ("projectId","format","label")
);

-- CreateTable
CREATE TABLE "ImportedRating" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "identityId" UUID NOT NULL,
    "round" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "sawOthers" BOOLEAN,
    "reason" TEXT NOT NULL,
    "ratedAt" TIMESTAMPTZ(3),
    "details" JSONB NOT NULL DEFAULT '{}',
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "ImportedRating_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ImportRecord_projectId_textSha256_idx" ON "ImportRecord"("projectId", "textSha256");

-- CreateIndex
CREATE UNIQUE INDEX "ImportRecord_batchId_ordinal_key" ON "ImportRecord"("batchId", "ordinal");

-- CreateIndex
CREATE INDEX "LabelMeaning_decidedById_idx" ON "LabelMeaning"("decidedById");

-- CreateIndex
CREATE INDEX "ImportedRating_batchId_number_idx" ON "ImportedRating"("batchId", "number");

-- CreateIndex
CREATE INDEX "ImportedRating_sourceId_number_idx" ON "ImportedRating"("sourceId", "number");

-- CreateIndex
CREATE INDEX "ImportedRating_identityId_idx" ON "ImportedRating"("identityId");

-- AddForeignKey
ALTER TABLE "ImportRecord" ADD CONSTRAINT "ImportRecord_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelMeaning" ADD CONSTRAINT "LabelMeaning_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelMeaning" ADD CONSTRAINT "LabelMeaning_decidedById_fkey" FOREIGN KEY ("decidedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedRating" ADD CONSTRAINT "ImportedRating_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedRating" ADD CONSTRAINT "ImportedRating_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedRating" ADD CONSTRAINT "ImportedRating_identityId_projectId_fkey" FOREIGN KEY ("identityId", "projectId") REFERENCES "ImportedIdentity"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What stands in a batch before it is imported goes when it is; a rating that came in is changed by an undo alone.
GRANT SELECT, INSERT, DELETE ON "ImportRecord" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON "LabelMeaning" TO sourcebench_app;
GRANT SELECT, INSERT ON "ImportedRating" TO sourcebench_app;
GRANT UPDATE ("withdrawnAt") ON "ImportedRating" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "ImportedRating_number_seq" TO sourcebench_app;

ALTER TABLE "ImportedRating" ADD CONSTRAINT "ImportedRating_grade" CHECK ("grade" IN ('A', 'B', 'C', 'D', 'E', 'F'));
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_withdrawn" CHECK ("withdrawnAt" IS NULL OR "kind" = 'imported');

CREATE FUNCTION keep_imported_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."withdrawnAt" IS NULL AND to_jsonb(NEW) - 'withdrawnAt' = to_jsonb(OLD) - 'withdrawnAt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'ImportedRating is append-only' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "ImportedRating_append_only" BEFORE UPDATE OR DELETE ON "ImportedRating" FOR EACH ROW EXECUTE FUNCTION keep_imported_rating();
CREATE TRIGGER "ImportedRating_no_truncate" BEFORE TRUNCATE ON "ImportedRating" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Blindness as before; a layer whose import was undone is nobody's to see.
CREATE OR REPLACE FUNCTION seen_layers(viewer uuid) RETURNS SETOF "Layer" LANGUAGE sql STABLE AS $$
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
             WHEN 'adjudicated' THEN a."state" = 'done' OR r.role IN ('manager', 'reviewer')
             WHEN 'person' THEN (r.role IN ('manager', 'reviewer') AND l."state" <> 'open') OR (r.role = 'annotator' AND a."state" = 'done')
             WHEN 'surplus' THEN r.role IN ('manager', 'reviewer')
             WHEN 'imported' THEN r.role IN ('manager', 'reviewer') OR a."state" = 'done'
             WHEN 'gold' THEN r.role = 'manager'
             WHEN 'measured' THEN r.role = 'manager' AND l."state" <> 'open'
           END))
$$;
