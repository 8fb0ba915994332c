-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "importedFrom" JSONB;

-- CreateTable
CREATE TABLE "DatasetRelease" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "articles" INTEGER NOT NULL,
    "layers" INTEGER NOT NULL,
    "annotations" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "auditHead" BYTEA,
    "pseudonymKey" TEXT NOT NULL,
    "shownIds" UUID[],

    CONSTRAINT "DatasetRelease_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DatasetRelease_pseudonymKey_key" ON "DatasetRelease"("pseudonymKey");

-- CreateIndex
CREATE INDEX "DatasetRelease_projectId_number_idx" ON "DatasetRelease"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "DatasetRelease_projectId_name_key" ON "DatasetRelease"("projectId", "name");

-- AddForeignKey
ALTER TABLE "DatasetRelease" ADD CONSTRAINT "DatasetRelease_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A release is never changed or taken back: not by the application's role, whose rights say so, nor by any other.
GRANT SELECT, INSERT ON "DatasetRelease" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "DatasetRelease_number_seq" TO sourcebench_app;
CREATE TRIGGER "DatasetRelease_append_only" BEFORE UPDATE OR DELETE ON "DatasetRelease" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "DatasetRelease_no_truncate" BEFORE TRUNCATE ON "DatasetRelease" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "DatasetRelease"
  ADD CONSTRAINT "DatasetRelease_format" CHECK ("format" IN ('sourcebench-jsonl')),
  ADD CONSTRAINT "DatasetRelease_name" CHECK (char_length(btrim("name")) > 0),
  ADD CONSTRAINT "DatasetRelease_sha256" CHECK (octet_length("sha256") = 32);
