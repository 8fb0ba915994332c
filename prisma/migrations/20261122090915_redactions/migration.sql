-- AlterTable
ALTER TABLE "ArticleVersion" ADD COLUMN     "redactedBy" UUID;

-- CreateTable
CREATE TABLE "Redaction" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "decidedById" UUID NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Redaction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Redaction_number_key" ON "Redaction"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Redaction_kind_subjectId_key" ON "Redaction"("kind", "subjectId");

-- The two recorded acts by which an administrator takes away what was written. Whoever carries one out has no rights on
-- append-only tables: the owner's functions do it, each for one decision that stands in "Redaction".
ALTER TABLE "Redaction"
  ADD CONSTRAINT "Redaction_kind" CHECK ("kind" IN ('article', 'person')),
  ADD CONSTRAINT "Redaction_reason" CHECK (char_length(btrim("reason")) > 0);
CREATE TRIGGER "Redaction_append_only" BEFORE UPDATE OR DELETE ON "Redaction" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Redaction_no_truncate" BEFORE TRUNCATE ON "Redaction" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON "Redaction" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "Redaction_number_seq" TO sourcebench_app;

ALTER TABLE "ArticleVersion"
  DROP CONSTRAINT "ArticleVersion_hash",
  ADD CONSTRAINT "ArticleVersion_hash" CHECK (
    "redactedBy" IS NOT NULL OR (sha256(convert_to("text", 'UTF8')) = "textSha256" AND sha256("rawBytes") = "rawSha256"));

-- What stands in place of a text: as long, with its line ends, so that offsets, blocks and quotes still agree.
CREATE FUNCTION blanked(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(words, '[^\n]', '█', 'g')
$$;

CREATE FUNCTION redact_article(decision uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
  PERFORM set_config('sourcebench.redaction', '', true);
END $$;

-- A person becomes a pseudonym: what they made keeps its author's id, and the id leads to no name any more.
CREATE FUNCTION forget_person(decision uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  person uuid;
  address text;
BEGIN
  SELECT u."id", u."email" INTO person, address
    FROM "Redaction" r JOIN "User" u ON u."id" = r."subjectId" WHERE r."id" = decision AND r."kind" = 'person';
  IF person IS NULL THEN
    RAISE EXCEPTION 'no decision forgets a person' USING ERRCODE = 'check_violation', CONSTRAINT = 'redaction';
  END IF;
  UPDATE "User" SET "name" = 'Former member ' || right("id"::text, 4), "email" = NULL, "passwordHash" = NULL, "isAdmin" = false,
         "disabledAt" = coalesce("disabledAt", now()), "forgottenAt" = now()
   WHERE "id" = person;
  UPDATE "Session" SET "userAgent" = '', "address" = '' WHERE "userId" = person;
  UPDATE "Invitation" SET "email" = NULL, "revokedAt" = CASE WHEN "acceptedAt" IS NULL THEN coalesce("revokedAt", now()) ELSE "revokedAt" END
   WHERE "acceptedById" = person OR "email" = address;
  UPDATE "ApiToken" SET "name" = 'Token', "revokedAt" = coalesce("revokedAt", now()) WHERE "userId" = person;
  DELETE FROM "OidcAccount" WHERE "userId" = person;
END $$;
REVOKE ALL ON FUNCTION redact_article(uuid), forget_person(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION redact_article(uuid), forget_person(uuid) TO sourcebench_app;
