-- AlterTable
ALTER TABLE "ImportRecord" ADD COLUMN     "item" TEXT;

-- CreateTable
CREATE TABLE "ImportedPair" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "articleA" UUID NOT NULL,
    "versionA" UUID NOT NULL,
    "startA" INTEGER NOT NULL,
    "endA" INTEGER NOT NULL,
    "articleB" UUID NOT NULL,
    "versionB" UUID NOT NULL,
    "startB" INTEGER NOT NULL,
    "endB" INTEGER NOT NULL,
    "score" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "verdict" TEXT,
    "identityId" UUID,
    "judgedAt" TIMESTAMPTZ(3),
    "answers" JSONB NOT NULL,
    "importedFrom" JSONB NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "ImportedPair_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ImportedPair_batchId_number_idx" ON "ImportedPair"("batchId", "number");

-- CreateIndex
CREATE INDEX "ImportedPair_projectId_number_idx" ON "ImportedPair"("projectId", "number");

-- CreateIndex
CREATE INDEX "ImportedPair_versionA_idx" ON "ImportedPair"("versionA");

-- CreateIndex
CREATE INDEX "ImportedPair_versionB_idx" ON "ImportedPair"("versionB");

-- CreateIndex
CREATE INDEX "ImportedPair_identityId_projectId_idx" ON "ImportedPair"("identityId", "projectId");

-- AddForeignKey
ALTER TABLE "ImportedPair" ADD CONSTRAINT "ImportedPair_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedPair" ADD CONSTRAINT "ImportedPair_identityId_projectId_fkey" FOREIGN KEY ("identityId", "projectId") REFERENCES "ImportedIdentity"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ImportRecord" ADD CONSTRAINT "ImportRecord_item" CHECK ("item" IS NULL OR ("item" = 'pair' AND "textSha256" IS NULL));
ALTER TABLE "ImportedPair"
  ADD CONSTRAINT "ImportedPair_spans" CHECK ("startA" >= 0 AND "endA" > "startA" AND "startB" >= 0 AND "endB" > "startB"),
  ADD CONSTRAINT "ImportedPair_score" CHECK ("score" BETWEEN 0 AND 100),
  ADD CONSTRAINT "ImportedPair_method" CHECK ("method" IN ('texts', 'link')),
  ADD CONSTRAINT "ImportedPair_verdict" CHECK (
    "verdict" IN ('verbatim', 'light-revision', 'heavy-revision', 'summary', 'translation', 'no', 'unsure')
    AND num_nonnulls("verdict", "identityId", "judgedAt") = 3 OR num_nonnulls("verdict", "identityId", "judgedAt") = 0),
  ADD CONSTRAINT "ImportedPair_versionA_fkey" FOREIGN KEY ("versionA", "articleA", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId"),
  ADD CONSTRAINT "ImportedPair_versionB_fkey" FOREIGN KEY ("versionB", "articleB", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId");

-- As with ratings that came in: changed by an undo of the import alone.
GRANT SELECT, INSERT ON "ImportedPair" TO sourcebench_app;
GRANT UPDATE ("withdrawnAt") ON "ImportedPair" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "ImportedPair_number_seq" TO sourcebench_app;
CREATE FUNCTION keep_imported_pair() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."withdrawnAt" IS NULL AND to_jsonb(NEW) - 'withdrawnAt' = to_jsonb(OLD) - 'withdrawnAt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'ImportedPair is append-only' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "ImportedPair_append_only" BEFORE UPDATE OR DELETE ON "ImportedPair" FOR EACH ROW EXECUTE FUNCTION keep_imported_pair();
CREATE TRIGGER "ImportedPair_no_truncate" BEFORE TRUNCATE ON "ImportedPair" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was answered, of which an export reads all: those never answered are many more.
CREATE INDEX "PassagePair_answered" ON "PassagePair" ("projectId", "id") WHERE "revision" > 0;

-- As seen_pairs says of our own: nobody sees what was judged of a text on which they still have work to hand in.
CREATE FUNCTION seen_imported_pairs(viewer uuid) RETURNS SETOF "ImportedPair" LANGUAGE sql STABLE AS $$
  SELECT p.* FROM "ImportedPair" p
    JOIN "Article" a ON a."id" = p."articleA" AND a."withdrawnAt" IS NULL
    JOIN "Article" b ON b."id" = p."articleB" AND b."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, p."projectId") AS role) r
   WHERE r.role IS NOT NULL AND p."withdrawnAt" IS NULL
     AND p."articleA" NOT IN (SELECT blind_articles(viewer))
     AND p."articleB" NOT IN (SELECT blind_articles(viewer))
     AND (r.role IN ('manager', 'reviewer') OR (a."state" = 'done' AND b."state" = 'done'))
$$;
