-- AlterTable
ALTER TABLE "DatasetRelease" ADD COLUMN     "emptiedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ReleaseTrial" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "optionsHash" BYTEA NOT NULL,
    "options" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "stage" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beatAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReleaseTrial_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ReleaseTrial_state_idx" ON "ReleaseTrial"("state");

-- CreateIndex
CREATE INDEX "ReleaseTrial_createdAt_idx" ON "ReleaseTrial"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ReleaseTrial_projectId_createdById_optionsHash_key" ON "ReleaseTrial"("projectId", "createdById", "optionsHash");

-- AddForeignKey
ALTER TABLE "ReleaseTrial" ADD CONSTRAINT "ReleaseTrial_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A trial is computed and may be done anew: it is the only one of these rows that may go.
ALTER TABLE "ReleaseTrial"
  ADD CONSTRAINT "ReleaseTrial_state" CHECK ("state" IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  ADD CONSTRAINT "ReleaseTrial_done" CHECK (("state" = 'done') = ("result" IS NOT NULL)),
  ADD CONSTRAINT "ReleaseTrial_hash" CHECK (octet_length("optionsHash") = 32);
GRANT SELECT, INSERT, UPDATE, DELETE ON "ReleaseTrial" TO sourcebench_app;

-- As before; and of a release that is done the moment may be noted, once, at which its files were deleted because an article
-- was withdrawn for good. That decision also takes the article's words out of what was chosen and told of the release.
CREATE OR REPLACE FUNCTION guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  now_is jsonb;
  fixed text[] := ARRAY['id', 'projectId', 'number', 'name', 'version', 'versionReason', 'options', 'notes', 'createdById', 'createdAt', 'pseudonymKey'];
  open_still text[] := ARRAY[]::text[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  now_is := to_jsonb(NEW);
  IF OLD."inputs" IS NOT NULL THEN
    fixed := fixed || ARRAY['inputs', 'recordsSha256', 'recordsBytes', 'auditHead'];
  END IF;
  IF OLD."state" = 'done' THEN
    IF OLD."withdrawnAt" IS NULL THEN
      open_still := open_still || ARRAY['withdrawnAt', 'withdrawnById', 'withdrawnWhy'];
    END IF;
    IF OLD."emptiedAt" IS NULL THEN
      open_still := open_still || ARRAY['emptiedAt'];
    END IF;
    SELECT array_agg(k) INTO fixed FROM jsonb_object_keys(was) k WHERE k <> ALL (open_still);
  END IF;
  -- The owner's function alone can do what follows: nobody else may write these columns once they are there.
  IF current_user <> 'sourcebench_app' AND current_setting('sourcebench.redaction', true) <> '' AND EXISTS (
       SELECT 1 FROM "Redaction" r JOIN "ReleaseArticle" a ON a."articleId" = r."subjectId" AND a."releaseId" = OLD."id"
        WHERE r."id"::text = current_setting('sourcebench.redaction', true) AND r."kind" = 'article') THEN
    SELECT array_agg(k) INTO fixed FROM unnest(fixed) k WHERE k NOT IN ('options', 'inputs', 'report');
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(fixed) k WHERE was -> k IS DISTINCT FROM now_is -> k) THEN
    RAISE EXCEPTION 'a release is not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
GRANT UPDATE ("emptiedAt") ON "DatasetRelease" TO sourcebench_app;

-- The chosen allowances of a split without their words.
CREATE FUNCTION without_allowed_words(chosen jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(chosen #> '{split,allow}') = 'array' THEN
    jsonb_set(chosen, '{split,allow}', coalesce(
      (SELECT jsonb_agg(CASE WHEN a ? 'text' THEN jsonb_set(a, '{text}', to_jsonb(blanked(a ->> 'text'))) ELSE a END)
         FROM jsonb_array_elements(chosen #> '{split,allow}') a), '[]'))
  ELSE chosen END
$$;

CREATE FUNCTION redact_releases(article uuid, project uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM "ReleaseTrial" WHERE "projectId" = project;
  UPDATE "DatasetRelease" r
     SET "options" = without_allowed_words(r."options"),
         "inputs" = CASE WHEN jsonb_typeof(r."inputs" -> 'options') = 'object'
                         THEN jsonb_set(r."inputs", '{options}', without_allowed_words(r."inputs" -> 'options')) ELSE r."inputs" END,
         -- What a format could not carry names articles by their titles.
         "report" = CASE WHEN jsonb_typeof(r."report" -> 'losses') = 'object' THEN jsonb_set(r."report", '{losses}', coalesce(
           (SELECT jsonb_object_agg(f.key, (SELECT coalesce(jsonb_agg(jsonb_set(l, '{articles}', '[]')), '[]') FROM jsonb_array_elements(f.value) l))
              FROM jsonb_each(r."report" -> 'losses') f), '{}')) ELSE r."report" END
   WHERE r."projectId" = project
     AND EXISTS (SELECT 1 FROM "ReleaseArticle" a WHERE a."releaseId" = r."id" AND a."articleId" = article);
END $$;
REVOKE ALL ON FUNCTION redact_releases(uuid, uuid) FROM PUBLIC;

-- As before, and what releases and trials of releases hold of it.
CREATE OR REPLACE FUNCTION redact_article(decision uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
