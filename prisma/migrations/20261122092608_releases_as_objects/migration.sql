-- What was published before is a release of one file, which `lib/releases` finds under its old name.
DROP TRIGGER "DatasetRelease_append_only" ON "DatasetRelease";
ALTER TABLE "DatasetRelease" RENAME COLUMN "filter" TO "options";
UPDATE "DatasetRelease" SET "options" = jsonb_build_object('filter', "options", 'formats', jsonb_build_array('jsonl'));

-- DropIndex
DROP INDEX "DatasetRelease_projectId_name_key";

-- AlterTable
ALTER TABLE "DatasetRelease" DROP COLUMN "format",
ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "files" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "finishedAt" TIMESTAMPTZ(3),
ADD COLUMN     "inputs" JSONB,
ADD COLUMN     "notes" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "recordsBytes" BIGINT,
ADD COLUMN     "recordsSha256" BYTEA,
ADD COLUMN     "report" JSONB,
ADD COLUMN     "stage" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'queued',
ADD COLUMN     "total" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "version" TEXT NOT NULL DEFAULT '1.0.0',
ADD COLUMN     "versionReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawnById" UUID,
ADD COLUMN     "withdrawnWhy" TEXT,
ALTER COLUMN "articles" SET DEFAULT 0,
ALTER COLUMN "layers" SET DEFAULT 0,
ALTER COLUMN "annotations" SET DEFAULT 0,
ALTER COLUMN "people" SET DEFAULT 0,
ALTER COLUMN "bytes" SET DEFAULT 0,
ALTER COLUMN "sha256" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Source" ADD COLUMN     "licence" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "ReleaseFile" (
    "releaseId" UUID NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "format" TEXT,
    "split" TEXT,

    CONSTRAINT "ReleaseFile_pkey" PRIMARY KEY ("releaseId","path")
);

-- CreateTable
CREATE TABLE "ReleaseArticle" (
    "releaseId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "articleNumber" BIGINT NOT NULL,
    "showsLayers" BOOLEAN NOT NULL,
    "offset" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "contentHash" BYTEA,

    CONSTRAINT "ReleaseArticle_pkey" PRIMARY KEY ("releaseId","articleId")
);

-- CreateIndex
CREATE INDEX "ReleaseFile_sha256_idx" ON "ReleaseFile"("sha256");

-- CreateIndex
CREATE INDEX "ReleaseArticle_releaseId_articleNumber_idx" ON "ReleaseArticle"("releaseId", "articleNumber");

-- CreateIndex
CREATE INDEX "ReleaseArticle_articleId_idx" ON "ReleaseArticle"("articleId");

-- CreateIndex
CREATE INDEX "DatasetRelease_state_idx" ON "DatasetRelease"("state");

-- AddForeignKey
ALTER TABLE "ReleaseFile" ADD CONSTRAINT "ReleaseFile_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "DatasetRelease"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleaseArticle" ADD CONSTRAINT "ReleaseArticle_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "DatasetRelease"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

UPDATE "DatasetRelease" SET "state" = 'done', "finishedAt" = "createdAt", "files" = 1;
INSERT INTO "ReleaseFile" ("releaseId", "path", "bytes", "sha256", "format")
SELECT "id", 'dataset.jsonl', "bytes", "sha256", 'jsonl' FROM "DatasetRelease";
INSERT INTO "ReleaseArticle" ("releaseId", "articleId", "articleNumber", "showsLayers")
SELECT r."id", a."id", a."number", true FROM "DatasetRelease" r JOIN "Article" a ON a."id" = ANY(r."shownIds");
ALTER TABLE "DatasetRelease" DROP COLUMN "shownIds";

-- Two builds of one version: the second is refused. One that failed gives its version back.
CREATE UNIQUE INDEX "DatasetRelease_version" ON "DatasetRelease"("projectId", "name", "version") WHERE "state" <> 'failed';

ALTER TABLE "DatasetRelease"
  ADD CONSTRAINT "DatasetRelease_state" CHECK ("state" IN ('queued', 'building', 'done', 'failed')),
  ADD CONSTRAINT "DatasetRelease_done" CHECK ("state" <> 'done' OR ("sha256" IS NOT NULL AND "finishedAt" IS NOT NULL)),
  ADD CONSTRAINT "DatasetRelease_records" CHECK (("inputs" IS NULL) = ("recordsSha256" IS NULL) AND ("recordsSha256" IS NULL) = ("recordsBytes" IS NULL)),
  ADD CONSTRAINT "DatasetRelease_failure" CHECK (("state" = 'failed') = ("failure" IS NOT NULL)),
  ADD CONSTRAINT "DatasetRelease_withdrawn" CHECK (("withdrawnAt" IS NULL) = ("withdrawnWhy" IS NULL) AND ("withdrawnAt" IS NULL OR "state" = 'done'));
ALTER TABLE "ReleaseFile" ADD CONSTRAINT "ReleaseFile_sha256" CHECK (octet_length("sha256") = 32 AND "bytes" >= 0);

-- Which releases hold a withdrawn article is asked at every look into one.
CREATE INDEX "Article_withdrawn" ON "Article"("projectId", "id") WHERE "withdrawnAt" IS NOT NULL;

-- What was asked for never changes; neither do the inputs once noted; of a release that is done only the note that it was
-- withdrawn may be added, once.
CREATE FUNCTION guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  now_is jsonb;
  fixed text[] := ARRAY['id', 'projectId', 'number', 'name', 'version', 'versionReason', 'options', 'notes', 'createdById', 'createdAt', 'pseudonymKey'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  now_is := to_jsonb(NEW);
  IF OLD."inputs" IS NOT NULL THEN
    fixed := fixed || ARRAY['inputs', 'recordsSha256', 'recordsBytes', 'auditHead'];
  END IF;
  IF OLD."state" = 'done' THEN
    SELECT array_agg(k) INTO fixed FROM jsonb_object_keys(was) k
     WHERE OLD."withdrawnAt" IS NOT NULL OR k NOT IN ('withdrawnAt', 'withdrawnById', 'withdrawnWhy');
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(fixed) k WHERE was -> k IS DISTINCT FROM now_is -> k) THEN
    RAISE EXCEPTION 'a release is not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "DatasetRelease_guard" BEFORE UPDATE OR DELETE ON "DatasetRelease" FOR EACH ROW EXECUTE FUNCTION guard_release();

GRANT UPDATE ("state", "stage", "done", "total", "attempts", "failure", "finishedAt", "inputs", "recordsSha256", "recordsBytes",
              "articles", "layers", "annotations", "people", "files", "bytes", "sha256", "auditHead", "report",
              "withdrawnAt", "withdrawnById", "withdrawnWhy") ON "DatasetRelease" TO sourcebench_app;
GRANT SELECT, INSERT ON "ReleaseFile", "ReleaseArticle" TO sourcebench_app;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ReleaseFile', 'ReleaseArticle'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;
