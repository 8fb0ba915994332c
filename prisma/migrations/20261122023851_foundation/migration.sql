CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The number of the writing transaction, shifted so that it goes on rising after a restore into a new cluster.
CREATE FUNCTION event_position() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN pg_current_xact_id()::text::bigint + (SELECT "positionOffset" FROM "Installation" WHERE "id" = 1);
END $$;


-- CreateEnum
CREATE TYPE "ProjectRole" AS ENUM ('manager', 'reviewer', 'annotator', 'viewer');

-- CreateEnum
CREATE TYPE "SlotState" AS ENUM ('open', 'taken', 'submitted', 'returned', 'stalled', 'skipped');

-- CreateEnum
CREATE TYPE "LayerKind" AS ENUM ('person', 'shared', 'adjudicated', 'imported', 'gold', 'surplus');

-- CreateEnum
CREATE TYPE "LayerState" AS ENUM ('open', 'submitted', 'returned', 'closed');

-- CreateEnum
CREATE TYPE "AnnotationKind" AS ENUM ('claim', 'attribution', 'duplicate');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "isAdmin" BOOLEAN NOT NULL DEFAULT false,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),
    "forgottenAt" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "userAgent" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OidcAccount" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OidcAccount_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "projectId" UUID,
    "role" "ProjectRole",
    "email" TEXT,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoginAttempt" (
    "accountHash" BYTEA NOT NULL,
    "addressHash" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lastFailureAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LoginAttempt_pkey" PRIMARY KEY ("accountHash","addressHash")
);

-- CreateTable
CREATE TABLE "Installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "setUpAt" TIMESTAMPTZ(3),
    "positionOffset" BIGINT NOT NULL DEFAULT 0,
    "secret" BYTEA NOT NULL,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "template" TEXT NOT NULL,
    "kinds" TEXT[],
    "annotatorsPerArticle" INTEGER NOT NULL DEFAULT 1,
    "layerMode" TEXT NOT NULL DEFAULT 'independent',
    "reviewPolicy" TEXT NOT NULL DEFAULT 'every-article',
    "samplePercent" INTEGER NOT NULL DEFAULT 20,
    "hideNames" BOOLEAN NOT NULL DEFAULT false,
    "truthScale" TEXT NOT NULL DEFAULT 'credibility',
    "leaseMinutes" INTEGER NOT NULL DEFAULT 240,
    "guidelineDraft" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "ProjectRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "GuidelineVersion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "publishedById" UUID NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GuidelineVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportBatch" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'articles',
    "state" TEXT NOT NULL DEFAULT 'draft',
    "label" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "committedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "report" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "ImportBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportDraft" (
    "id" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "text" TEXT NOT NULL,
    "textSha256" BYTEA NOT NULL,
    "draft" JSONB NOT NULL,
    "isExcluded" BOOLEAN NOT NULL DEFAULT false,
    "duplicateOfId" UUID,

    CONSTRAINT "ImportDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportedIdentity" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "ImportedIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Article" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "batchId" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "publisherId" UUID,
    "byline" TEXT,
    "url" TEXT,
    "publishedAt" TIMESTAMPTZ(3),
    "publishedText" TEXT,
    "language" TEXT,
    "originalLanguage" TEXT,
    "translated" TEXT NOT NULL DEFAULT 'unsure',
    "derivation" TEXT,
    "derivesFromId" UUID,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'open',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "reviewAgreement" DOUBLE PRECISION,
    "reviewConflicts" INTEGER,
    "reviewReadyAt" TIMESTAMPTZ(3),
    "reviewerId" UUID,
    "finishedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Article_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleCredit" (
    "id" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sourceId" UUID,

    CONSTRAINT "ArticleCredit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleVersion" (
    "id" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "length" INTEGER NOT NULL,
    "textSha256" BYTEA NOT NULL,
    "rawBytes" BYTEA NOT NULL,
    "rawSha256" BYTEA NOT NULL,
    "offsetMap" JSONB NOT NULL,
    "extractor" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ArticleVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Chunk" (
    "versionId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Chunk_pkey" PRIMARY KEY ("versionId","ordinal")
);

-- CreateTable
CREATE TABLE "Block" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "sourceId" UUID,

    CONSTRAINT "Block_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Slot" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "personId" UUID,
    "state" "SlotState" NOT NULL DEFAULT 'open',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "articleNumber" BIGINT NOT NULL,
    "takenAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "activeMs" INTEGER NOT NULL DEFAULT 0,
    "skipReason" TEXT,

    CONSTRAINT "Slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Layer" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "kind" "LayerKind" NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "state" "LayerState" NOT NULL DEFAULT 'open',
    "ownerId" UUID,
    "identityId" UUID,
    "slotId" UUID,
    "guidelineVersionId" UUID,
    "batchId" UUID,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "isNothingToMark" BOOLEAN NOT NULL DEFAULT false,
    "submittedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "importedFrom" JSONB,

    CONSTRAINT "Layer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LayerView" (
    "articleId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LayerView_pkey" PRIMARY KEY ("articleId","userId")
);

-- CreateTable
CREATE TABLE "Annotation" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "AnnotationKind" NOT NULL,
    "attributes" JSONB NOT NULL,
    "nestedInId" UUID,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID,
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Annotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AnnotationSpan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "annotationId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,

    CONSTRAINT "AnnotationSpan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimLink" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "attributionId" UUID NOT NULL,
    "claimId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "stance" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClaimLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AttributionSource" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "attributionId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AttributionSource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RestsOn" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "attributionId" UUID NOT NULL,
    "targetId" UUID,
    "sourceId" UUID,
    "description" TEXT,
    "type" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RestsOn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Passage" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "versionId" UUID,
    "url" TEXT,
    "quote" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Passage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PassageSpan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "passageId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,

    CONSTRAINT "PassageSpan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReuseLink" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "annotationId" UUID NOT NULL,
    "passageId" UUID NOT NULL,
    "degree" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "evidence" TEXT,
    "lost" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'confirmed',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReuseLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewUnit" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "ordinal" INTEGER NOT NULL,
    "kind" "AnnotationKind" NOT NULL,
    "state" TEXT NOT NULL,
    "members" JSONB NOT NULL,

    CONSTRAINT "ReviewUnit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewDecision" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "unitId" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "comment" TEXT,
    "result" JSONB,
    "decidedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReviewDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DecisionInput" (
    "decisionId" UUID NOT NULL,
    "annotationId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "DecisionInput_pkey" PRIMARY KEY ("decisionId","annotationId")
);

-- CreateTable
CREATE TABLE "Source" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "canonicalId" UUID,
    "isProposal" BOOLEAN NOT NULL DEFAULT false,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceAlias" (
    "id" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "SourceAlias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceDomain" (
    "domain" TEXT NOT NULL,
    "sourceId" UUID NOT NULL,

    CONSTRAINT "SourceDomain_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "SourceAffiliation" (
    "id" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "parentId" UUID NOT NULL,
    "fromDate" DATE,
    "toDate" DATE,

    CONSTRAINT "SourceAffiliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceRating" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "sourceId" UUID NOT NULL,
    "raterId" UUID NOT NULL,
    "roundId" UUID,
    "scheme" TEXT NOT NULL,
    "schemeVersion" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "topic" TEXT NOT NULL DEFAULT '',
    "periodFrom" DATE,
    "periodTo" DATE,
    "rationale" TEXT NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '[]',
    "sawOthers" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SourceRating_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RatingRound" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RatingRound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RatingRoundSource" (
    "roundId" UUID NOT NULL,
    "sourceId" UUID NOT NULL,

    CONSTRAINT "RatingRoundSource_pkey" PRIMARY KEY ("roundId","sourceId")
);

-- CreateTable
CREATE TABLE "RatingRoundRater" (
    "roundId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "RatingRoundRater_pkey" PRIMARY KEY ("roundId","userId")
);

-- CreateTable
CREATE TABLE "HouseGrade" (
    "id" UUID NOT NULL,
    "sourceId" UUID NOT NULL,
    "grade" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "ratingIds" UUID[],
    "decidedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HouseGrade_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dependency" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "firstId" UUID NOT NULL,
    "secondId" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decidedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Dependency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimCard" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "statement" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'content',
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClaimCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mention" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "claimId" UUID NOT NULL,
    "attributionId" UUID,
    "isSame" BOOLEAN NOT NULL DEFAULT true,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credibility" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "cardId" UUID NOT NULL,
    "raterId" UUID NOT NULL,
    "scheme" TEXT NOT NULL,
    "schemeVersion" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "rationale" TEXT NOT NULL,
    "sawOthers" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Credibility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Command" (
    "actorId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "bodyHash" BYTEA NOT NULL,
    "layerRevision" INTEGER NOT NULL,
    "undoes" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Command_pkey" PRIMARY KEY ("actorId","id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" BIGSERIAL NOT NULL,
    "position" BIGINT NOT NULL DEFAULT event_position(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actorId" UUID,
    "projectId" UUID,
    "articleId" UUID,
    "layerId" UUID,
    "subjectId" UUID NOT NULL,
    "commandId" UUID,
    "payload" JSONB,
    "salt" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "redactedBy" UUID,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EventSeal" (
    "id" BIGSERIAL NOT NULL,
    "fromPosition" BIGINT NOT NULL,
    "fromEventId" BIGINT NOT NULL,
    "toPosition" BIGINT NOT NULL,
    "toEventId" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "merkleRoot" BYTEA NOT NULL,
    "previousHash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EventSeal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_createdAt_idx" ON "Session"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "OidcAccount_userId_idx" ON "OidcAccount"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_projectId_createdAt_idx" ON "Invitation"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Invitation_createdById_idx" ON "Invitation"("createdById");

-- CreateIndex
CREATE INDEX "LoginAttempt_lastFailureAt_idx" ON "LoginAttempt"("lastFailureAt");

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "GuidelineVersion_projectId_number_key" ON "GuidelineVersion"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "GuidelineVersion_id_projectId_key" ON "GuidelineVersion"("id", "projectId");

-- CreateIndex
CREATE INDEX "ImportBatch_projectId_createdAt_idx" ON "ImportBatch"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ImportBatch_id_projectId_key" ON "ImportBatch"("id", "projectId");

-- CreateIndex
CREATE INDEX "ImportDraft_projectId_textSha256_idx" ON "ImportDraft"("projectId", "textSha256");

-- CreateIndex
CREATE UNIQUE INDEX "ImportDraft_batchId_ordinal_key" ON "ImportDraft"("batchId", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "ImportedIdentity_batchId_name_key" ON "ImportedIdentity"("batchId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ImportedIdentity_id_projectId_key" ON "ImportedIdentity"("id", "projectId");

-- CreateIndex
CREATE INDEX "Article_projectId_number_idx" ON "Article"("projectId", "number");

-- CreateIndex
CREATE INDEX "Article_projectId_state_number_idx" ON "Article"("projectId", "state", "number");

-- CreateIndex
CREATE INDEX "Article_batchId_idx" ON "Article"("batchId");

-- CreateIndex
CREATE INDEX "Article_publisherId_idx" ON "Article"("publisherId");

-- CreateIndex
CREATE INDEX "Article_reviewerId_idx" ON "Article"("reviewerId");

-- CreateIndex
CREATE INDEX "Article_derivesFromId_idx" ON "Article"("derivesFromId");

-- CreateIndex
CREATE UNIQUE INDEX "Article_id_projectId_key" ON "Article"("id", "projectId");

-- CreateIndex
CREATE INDEX "ArticleCredit_sourceId_idx" ON "ArticleCredit"("sourceId");

-- CreateIndex
CREATE UNIQUE INDEX "ArticleCredit_articleId_name_key" ON "ArticleCredit"("articleId", "name");

-- CreateIndex
CREATE INDEX "ArticleVersion_projectId_textSha256_idx" ON "ArticleVersion"("projectId", "textSha256");

-- CreateIndex
CREATE UNIQUE INDEX "ArticleVersion_articleId_number_key" ON "ArticleVersion"("articleId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ArticleVersion_id_projectId_key" ON "ArticleVersion"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "ArticleVersion_id_articleId_projectId_key" ON "ArticleVersion"("id", "articleId", "projectId");

-- CreateIndex
CREATE INDEX "Block_sourceId_idx" ON "Block"("sourceId");

-- CreateIndex
CREATE UNIQUE INDEX "Block_versionId_start_key" ON "Block"("versionId", "start");

-- CreateIndex
CREATE INDEX "Slot_personId_state_idx" ON "Slot"("personId", "state");

-- CreateIndex
CREATE INDEX "Slot_projectId_state_priority_articleNumber_idx" ON "Slot"("projectId", "state", "priority" DESC, "articleNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Slot_articleId_ordinal_key" ON "Slot"("articleId", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "Slot_articleId_personId_key" ON "Slot"("articleId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Slot_id_projectId_key" ON "Slot"("id", "projectId");

-- CreateIndex
CREATE INDEX "Layer_articleId_kind_idx" ON "Layer"("articleId", "kind");

-- CreateIndex
CREATE INDEX "Layer_versionId_idx" ON "Layer"("versionId");

-- CreateIndex
CREATE INDEX "Layer_ownerId_state_idx" ON "Layer"("ownerId", "state");

-- CreateIndex
CREATE INDEX "Layer_batchId_idx" ON "Layer"("batchId");

-- CreateIndex
CREATE INDEX "Layer_identityId_idx" ON "Layer"("identityId");

-- CreateIndex
CREATE INDEX "Layer_guidelineVersionId_idx" ON "Layer"("guidelineVersionId");

-- CreateIndex
CREATE UNIQUE INDEX "Layer_id_projectId_key" ON "Layer"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Layer_id_versionId_projectId_key" ON "Layer"("id", "versionId", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Layer_slotId_projectId_key" ON "Layer"("slotId", "projectId");

-- CreateIndex
CREATE INDEX "LayerView_userId_idx" ON "LayerView"("userId");

-- CreateIndex
CREATE INDEX "Annotation_layerId_deletedAt_idx" ON "Annotation"("layerId", "deletedAt");

-- CreateIndex
CREATE INDEX "Annotation_nestedInId_idx" ON "Annotation"("nestedInId");

-- CreateIndex
CREATE INDEX "Annotation_decidedById_idx" ON "Annotation"("decidedById");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_id_layerId_key" ON "Annotation"("id", "layerId");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_id_projectId_key" ON "Annotation"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_id_layerId_versionId_key" ON "Annotation"("id", "layerId", "versionId");

-- CreateIndex
CREATE INDEX "AnnotationSpan_annotationId_idx" ON "AnnotationSpan"("annotationId");

-- CreateIndex
CREATE INDEX "AnnotationSpan_layerId_start_idx" ON "AnnotationSpan"("layerId", "start");

-- CreateIndex
CREATE INDEX "ClaimLink_layerId_idx" ON "ClaimLink"("layerId");

-- CreateIndex
CREATE INDEX "ClaimLink_attributionId_idx" ON "ClaimLink"("attributionId");

-- CreateIndex
CREATE INDEX "ClaimLink_claimId_idx" ON "ClaimLink"("claimId");

-- CreateIndex
CREATE INDEX "AttributionSource_layerId_idx" ON "AttributionSource"("layerId");

-- CreateIndex
CREATE INDEX "AttributionSource_attributionId_idx" ON "AttributionSource"("attributionId");

-- CreateIndex
CREATE INDEX "AttributionSource_sourceId_idx" ON "AttributionSource"("sourceId");

-- CreateIndex
CREATE INDEX "RestsOn_layerId_idx" ON "RestsOn"("layerId");

-- CreateIndex
CREATE INDEX "RestsOn_attributionId_idx" ON "RestsOn"("attributionId");

-- CreateIndex
CREATE INDEX "RestsOn_targetId_idx" ON "RestsOn"("targetId");

-- CreateIndex
CREATE INDEX "RestsOn_sourceId_idx" ON "RestsOn"("sourceId");

-- CreateIndex
CREATE INDEX "Passage_versionId_idx" ON "Passage"("versionId");

-- CreateIndex
CREATE UNIQUE INDEX "Passage_id_projectId_key" ON "Passage"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Passage_id_versionId_key" ON "Passage"("id", "versionId");

-- CreateIndex
CREATE INDEX "PassageSpan_passageId_idx" ON "PassageSpan"("passageId");

-- CreateIndex
CREATE INDEX "PassageSpan_versionId_start_idx" ON "PassageSpan"("versionId", "start");

-- CreateIndex
CREATE INDEX "ReuseLink_layerId_idx" ON "ReuseLink"("layerId");

-- CreateIndex
CREATE INDEX "ReuseLink_annotationId_idx" ON "ReuseLink"("annotationId");

-- CreateIndex
CREATE INDEX "ReuseLink_passageId_idx" ON "ReuseLink"("passageId");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewUnit_articleId_round_ordinal_key" ON "ReviewUnit"("articleId", "round", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewUnit_id_projectId_key" ON "ReviewUnit"("id", "projectId");

-- CreateIndex
CREATE INDEX "ReviewDecision_unitId_number_idx" ON "ReviewDecision"("unitId", "number");

-- CreateIndex
CREATE INDEX "DecisionInput_annotationId_idx" ON "DecisionInput"("annotationId");

-- CreateIndex
CREATE INDEX "Source_canonicalId_idx" ON "Source"("canonicalId");

-- CreateIndex
CREATE INDEX "Source_createdById_idx" ON "Source"("createdById");

-- CreateIndex
CREATE INDEX "Source_name_id_idx" ON "Source"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SourceAlias_sourceId_name_key" ON "SourceAlias"("sourceId", "name");

-- CreateIndex
CREATE INDEX "SourceDomain_sourceId_idx" ON "SourceDomain"("sourceId");

-- CreateIndex
CREATE INDEX "SourceAffiliation_sourceId_idx" ON "SourceAffiliation"("sourceId");

-- CreateIndex
CREATE INDEX "SourceAffiliation_parentId_idx" ON "SourceAffiliation"("parentId");

-- CreateIndex
CREATE INDEX "SourceRating_sourceId_number_idx" ON "SourceRating"("sourceId", "number");

-- CreateIndex
CREATE INDEX "SourceRating_raterId_number_idx" ON "SourceRating"("raterId", "number");

-- CreateIndex
CREATE INDEX "SourceRating_roundId_idx" ON "SourceRating"("roundId");

-- CreateIndex
CREATE INDEX "RatingRoundSource_sourceId_idx" ON "RatingRoundSource"("sourceId");

-- CreateIndex
CREATE INDEX "RatingRoundRater_userId_idx" ON "RatingRoundRater"("userId");

-- CreateIndex
CREATE INDEX "HouseGrade_sourceId_createdAt_idx" ON "HouseGrade"("sourceId", "createdAt");

-- CreateIndex
CREATE INDEX "Dependency_firstId_secondId_number_idx" ON "Dependency"("firstId", "secondId", "number");

-- CreateIndex
CREATE INDEX "ClaimCard_projectId_number_idx" ON "ClaimCard"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ClaimCard_id_projectId_key" ON "ClaimCard"("id", "projectId");

-- CreateIndex
CREATE INDEX "Mention_cardId_idx" ON "Mention"("cardId");

-- CreateIndex
CREATE INDEX "Mention_claimId_idx" ON "Mention"("claimId");

-- CreateIndex
CREATE INDEX "Mention_attributionId_idx" ON "Mention"("attributionId");

-- CreateIndex
CREATE INDEX "Credibility_cardId_number_idx" ON "Credibility"("cardId", "number");

-- CreateIndex
CREATE INDEX "Credibility_raterId_idx" ON "Credibility"("raterId");

-- CreateIndex
CREATE INDEX "Command_layerId_layerRevision_idx" ON "Command"("layerId", "layerRevision");

-- CreateIndex
CREATE INDEX "Event_position_id_idx" ON "Event"("position", "id");

-- CreateIndex
CREATE INDEX "Event_layerId_id_idx" ON "Event"("layerId", "id");

-- CreateIndex
CREATE INDEX "Event_projectId_id_idx" ON "Event"("projectId", "id");

-- CreateIndex
CREATE INDEX "Event_subjectId_id_idx" ON "Event"("subjectId", "id");

-- CreateIndex
CREATE INDEX "Event_actorId_commandId_idx" ON "Event"("actorId", "commandId");

-- CreateIndex
CREATE UNIQUE INDEX "EventSeal_hash_key" ON "EventSeal"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "EventSeal_toPosition_toEventId_key" ON "EventSeal"("toPosition", "toEventId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OidcAccount" ADD CONSTRAINT "OidcAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineVersion" ADD CONSTRAINT "GuidelineVersion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportBatch" ADD CONSTRAINT "ImportBatch_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportDraft" ADD CONSTRAINT "ImportDraft_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedIdentity" ADD CONSTRAINT "ImportedIdentity_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_publisherId_fkey" FOREIGN KEY ("publisherId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_derivesFromId_projectId_fkey" FOREIGN KEY ("derivesFromId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleCredit" ADD CONSTRAINT "ArticleCredit_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleCredit" ADD CONSTRAINT "ArticleCredit_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleVersion" ADD CONSTRAINT "ArticleVersion_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Chunk" ADD CONSTRAINT "Chunk_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ArticleVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Block" ADD CONSTRAINT "Block_versionId_projectId_fkey" FOREIGN KEY ("versionId", "projectId") REFERENCES "ArticleVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Slot" ADD CONSTRAINT "Slot_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Slot" ADD CONSTRAINT "Slot_personId_fkey" FOREIGN KEY ("personId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_versionId_articleId_projectId_fkey" FOREIGN KEY ("versionId", "articleId", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_identityId_projectId_fkey" FOREIGN KEY ("identityId", "projectId") REFERENCES "ImportedIdentity"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_slotId_projectId_fkey" FOREIGN KEY ("slotId", "projectId") REFERENCES "Slot"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_guidelineVersionId_projectId_fkey" FOREIGN KEY ("guidelineVersionId", "projectId") REFERENCES "GuidelineVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_batchId_projectId_fkey" FOREIGN KEY ("batchId", "projectId") REFERENCES "ImportBatch"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerView" ADD CONSTRAINT "LayerView_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LayerView" ADD CONSTRAINT "LayerView_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_layerId_versionId_projectId_fkey" FOREIGN KEY ("layerId", "versionId", "projectId") REFERENCES "Layer"("id", "versionId", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_nestedInId_layerId_fkey" FOREIGN KEY ("nestedInId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_decidedById_fkey" FOREIGN KEY ("decidedById") REFERENCES "ReviewDecision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnnotationSpan" ADD CONSTRAINT "AnnotationSpan_annotationId_layerId_versionId_fkey" FOREIGN KEY ("annotationId", "layerId", "versionId") REFERENCES "Annotation"("id", "layerId", "versionId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimLink" ADD CONSTRAINT "ClaimLink_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimLink" ADD CONSTRAINT "ClaimLink_attributionId_layerId_fkey" FOREIGN KEY ("attributionId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimLink" ADD CONSTRAINT "ClaimLink_claimId_layerId_fkey" FOREIGN KEY ("claimId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttributionSource" ADD CONSTRAINT "AttributionSource_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttributionSource" ADD CONSTRAINT "AttributionSource_attributionId_layerId_fkey" FOREIGN KEY ("attributionId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttributionSource" ADD CONSTRAINT "AttributionSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RestsOn" ADD CONSTRAINT "RestsOn_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RestsOn" ADD CONSTRAINT "RestsOn_attributionId_layerId_fkey" FOREIGN KEY ("attributionId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RestsOn" ADD CONSTRAINT "RestsOn_targetId_layerId_fkey" FOREIGN KEY ("targetId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RestsOn" ADD CONSTRAINT "RestsOn_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passage" ADD CONSTRAINT "Passage_versionId_projectId_fkey" FOREIGN KEY ("versionId", "projectId") REFERENCES "ArticleVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PassageSpan" ADD CONSTRAINT "PassageSpan_passageId_versionId_fkey" FOREIGN KEY ("passageId", "versionId") REFERENCES "Passage"("id", "versionId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReuseLink" ADD CONSTRAINT "ReuseLink_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReuseLink" ADD CONSTRAINT "ReuseLink_annotationId_layerId_fkey" FOREIGN KEY ("annotationId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReuseLink" ADD CONSTRAINT "ReuseLink_passageId_projectId_fkey" FOREIGN KEY ("passageId", "projectId") REFERENCES "Passage"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewUnit" ADD CONSTRAINT "ReviewUnit_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewDecision" ADD CONSTRAINT "ReviewDecision_unitId_projectId_fkey" FOREIGN KEY ("unitId", "projectId") REFERENCES "ReviewUnit"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DecisionInput" ADD CONSTRAINT "DecisionInput_decisionId_fkey" FOREIGN KEY ("decisionId") REFERENCES "ReviewDecision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DecisionInput" ADD CONSTRAINT "DecisionInput_annotationId_fkey" FOREIGN KEY ("annotationId") REFERENCES "Annotation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_canonicalId_fkey" FOREIGN KEY ("canonicalId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceAlias" ADD CONSTRAINT "SourceAlias_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceDomain" ADD CONSTRAINT "SourceDomain_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceAffiliation" ADD CONSTRAINT "SourceAffiliation_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceAffiliation" ADD CONSTRAINT "SourceAffiliation_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceRating" ADD CONSTRAINT "SourceRating_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceRating" ADD CONSTRAINT "SourceRating_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceRating" ADD CONSTRAINT "SourceRating_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "RatingRound"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingRoundSource" ADD CONSTRAINT "RatingRoundSource_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "RatingRound"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingRoundSource" ADD CONSTRAINT "RatingRoundSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingRoundRater" ADD CONSTRAINT "RatingRoundRater_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "RatingRound"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingRoundRater" ADD CONSTRAINT "RatingRoundRater_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HouseGrade" ADD CONSTRAINT "HouseGrade_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimCard" ADD CONSTRAINT "ClaimCard_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_cardId_projectId_fkey" FOREIGN KEY ("cardId", "projectId") REFERENCES "ClaimCard"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_claimId_projectId_fkey" FOREIGN KEY ("claimId", "projectId") REFERENCES "Annotation"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_attributionId_projectId_fkey" FOREIGN KEY ("attributionId", "projectId") REFERENCES "Annotation"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Credibility" ADD CONSTRAINT "Credibility_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "ClaimCard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Credibility" ADD CONSTRAINT "Credibility_raterId_fkey" FOREIGN KEY ("raterId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- Vocabulary and shape.
ALTER TABLE "Installation" ADD CONSTRAINT "Installation_one_row" CHECK ("id" = 1);
ALTER TABLE "Project"
  ADD CONSTRAINT "Project_annotators" CHECK ("annotatorsPerArticle" BETWEEN 1 AND 20),
  ADD CONSTRAINT "Project_layerMode" CHECK ("layerMode" IN ('independent', 'shared')),
  ADD CONSTRAINT "Project_reviewPolicy" CHECK ("reviewPolicy" IN ('every-article', 'disagreements', 'sample', 'none')),
  ADD CONSTRAINT "Project_samplePercent" CHECK ("samplePercent" BETWEEN 1 AND 100),
  ADD CONSTRAINT "Project_truthScale" CHECK ("truthScale" IN ('credibility', 'verdict', 'both')),
  ADD CONSTRAINT "Project_kinds" CHECK ("kinds" <@ ARRAY['claim', 'attribution', 'duplicate'] AND cardinality("kinds") > 0);
ALTER TABLE "ImportBatch"
  ADD CONSTRAINT "ImportBatch_kind" CHECK ("kind" IN ('articles', 'annotations')),
  ADD CONSTRAINT "ImportBatch_state" CHECK ("state" IN ('draft', 'reading', 'committing', 'committed', 'failed', 'discarded', 'withdrawn'));
ALTER TABLE "Article"
  ADD CONSTRAINT "Article_state" CHECK ("state" IN ('open', 'review', 'reviewing', 'done')),
  ADD CONSTRAINT "Article_translated" CHECK ("translated" IN ('no', 'human', 'machine', 'unsure')),
  ADD CONSTRAINT "Article_derivation" CHECK ("derivation" IN ('wholly-derived', 'partially-derived', 'non-derived')),
  ADD CONSTRAINT "Article_derives_from_other" CHECK ("derivesFromId" <> "id");
ALTER TABLE "ArticleVersion"
  ADD CONSTRAINT "ArticleVersion_text" CHECK (char_length("text") = "length" AND "length" > 0 AND position(E'\r' IN "text") = 0),
  ADD CONSTRAINT "ArticleVersion_normal_form" CHECK ("text" IS NFC NORMALIZED),
  ADD CONSTRAINT "ArticleVersion_hash" CHECK (sha256(convert_to("text", 'UTF8')) = "textSha256" AND sha256("rawBytes") = "rawSha256");
ALTER TABLE "Block"
  ADD CONSTRAINT "Block_range" CHECK ("start" >= 0 AND "end" > "start"),
  ADD CONSTRAINT "Block_kind" CHECK ("kind" IN ('headline', 'standfirst', 'subhead', 'body', 'pull-quote', 'caption', 'credit', 'byline', 'dateline', 'bio', 'appeal', 'hashtags', 'interface'));
ALTER TABLE "Slot"
  ADD CONSTRAINT "Slot_person" CHECK (("state" = 'open') = ("personId" IS NULL));
ALTER TABLE "Layer"
  ADD CONSTRAINT "Layer_owner" CHECK (
    CASE "kind"
      WHEN 'person' THEN "ownerId" IS NOT NULL AND "identityId" IS NULL
      WHEN 'surplus' THEN "ownerId" IS NOT NULL AND "identityId" IS NULL
      WHEN 'imported' THEN "ownerId" IS NULL AND "batchId" IS NOT NULL
      ELSE "ownerId" IS NULL
    END);
ALTER TABLE "Annotation"
  ADD CONSTRAINT "Annotation_nesting" CHECK ("nestedInId" IS NULL OR ("nestedInId" <> "id" AND "kind" = 'attribution')),
  ADD CONSTRAINT "Annotation_attributes" CHECK (jsonb_typeof("attributes") = 'object');
ALTER TABLE "AnnotationSpan"
  ADD CONSTRAINT "AnnotationSpan_range" CHECK ("start" >= 0 AND "end" > "start"),
  ADD CONSTRAINT "AnnotationSpan_length" CHECK (char_length("quote") = "end" - "start"),
  ADD CONSTRAINT "AnnotationSpan_role" CHECK ("role" IN ('body', 'source', 'cue', 'content'));
ALTER TABLE "PassageSpan"
  ADD CONSTRAINT "PassageSpan_range" CHECK ("start" >= 0 AND "end" > "start"),
  ADD CONSTRAINT "PassageSpan_length" CHECK (char_length("quote") = "end" - "start");
ALTER TABLE "ClaimLink"
  ADD CONSTRAINT "ClaimLink_role" CHECK ("role" IN ('content', 'speech-act', 'remote')),
  ADD CONSTRAINT "ClaimLink_stance" CHECK ("stance" IN ('asserts', 'denies', 'questions')),
  ADD CONSTRAINT "ClaimLink_two" CHECK ("attributionId" <> "claimId");
ALTER TABLE "RestsOn"
  ADD CONSTRAINT "RestsOn_type" CHECK ("type" IN ('relays', 'analyses')),
  ADD CONSTRAINT "RestsOn_target" CHECK (num_nonnulls("targetId", "sourceId", "description") = 1 AND "targetId" IS DISTINCT FROM "attributionId");
ALTER TABLE "Passage"
  ADD CONSTRAINT "Passage_place" CHECK (num_nonnulls("versionId", "url") = 1 AND char_length("quote") > 0);
ALTER TABLE "ReuseLink"
  ADD CONSTRAINT "ReuseLink_degree" CHECK ("degree" IN ('verbatim', 'light-revision', 'heavy-revision', 'summary', 'translation')),
  ADD CONSTRAINT "ReuseLink_direction" CHECK ("direction" IN ('from-passage', 'to-passage', 'unknown')),
  ADD CONSTRAINT "ReuseLink_lost" CHECK ("lost" <@ ARRAY['attributionDropped', 'valueChanged', 'qualifierDropped']),
  ADD CONSTRAINT "ReuseLink_state" CHECK ("state" IN ('suggested', 'confirmed', 'rejected'));
ALTER TABLE "ReviewUnit"
  ADD CONSTRAINT "ReviewUnit_state" CHECK ("state" IN ('agreed', 'disagreed', 'incomplete', 'split', 'adjudicated'));
ALTER TABLE "ReviewDecision"
  ADD CONSTRAINT "ReviewDecision_verdict" CHECK ("verdict" IN ('accept', 'reject', 'amend', 'reopen')),
  ADD CONSTRAINT "ReviewDecision_reason" CHECK ("reason" IN ('wrong-span', 'wrong-kind', 'wrong-attribute', 'not-a-claim', 'missed', 'against-guideline', 'other')),
  ADD CONSTRAINT "ReviewDecision_rejected_why" CHECK ("verdict" <> 'reject' OR "reason" IS NOT NULL);
ALTER TABLE "Source"
  ADD CONSTRAINT "Source_kind" CHECK ("kind" IN ('outlet', 'agency', 'organisation', 'government', 'person', 'document')),
  ADD CONSTRAINT "Source_not_own_canonical" CHECK ("canonicalId" <> "id");
ALTER TABLE "SourceAlias"
  ADD CONSTRAINT "SourceAlias_kind" CHECK ("kind" IN ('name', 'transliteration', 'typo', 'metonym'));
ALTER TABLE "SourceAffiliation"
  ADD CONSTRAINT "SourceAffiliation_two" CHECK ("sourceId" <> "parentId");
ALTER TABLE "SourceRating"
  ADD CONSTRAINT "SourceRating_grade" CHECK ("grade" IN ('A', 'B', 'C', 'D', 'E', 'F')),
  ADD CONSTRAINT "SourceRating_role" CHECK ("role" IN ('publisher', 'origin', 'speaker')),
  ADD CONSTRAINT "SourceRating_rationale" CHECK (char_length(btrim("rationale")) > 0);
ALTER TABLE "HouseGrade"
  ADD CONSTRAINT "HouseGrade_grade" CHECK ("grade" IN ('A', 'B', 'C', 'D', 'E', 'F')),
  ADD CONSTRAINT "HouseGrade_role" CHECK ("role" IN ('publisher', 'origin', 'speaker')),
  ADD CONSTRAINT "HouseGrade_rests_on_ratings" CHECK (cardinality("ratingIds") > 0);
ALTER TABLE "Dependency"
  ADD CONSTRAINT "Dependency_level" CHECK ("level" IN ('known', 'possible', 'independent')),
  ADD CONSTRAINT "Dependency_order" CHECK ("firstId" < "secondId");
ALTER TABLE "ClaimCard"
  ADD CONSTRAINT "ClaimCard_type" CHECK ("type" IN ('content', 'speech-act'));
ALTER TABLE "Credibility"
  ADD CONSTRAINT "Credibility_grade" CHECK ("grade" IN ('1', '2', '3', '4', '5', '6')),
  ADD CONSTRAINT "Credibility_rationale" CHECK (char_length(btrim("rationale")) > 0);

-- Uniqueness among what is not deleted.
CREATE UNIQUE INDEX "Layer_one_per_person" ON "Layer" ("versionId", "ownerId", "round") WHERE "kind" = 'person';
CREATE UNIQUE INDEX "Layer_one_of_its_kind" ON "Layer" ("versionId", "kind", "round") WHERE "kind" IN ('shared', 'adjudicated', 'gold');
CREATE UNIQUE INDEX "ClaimLink_once" ON "ClaimLink" ("attributionId", "claimId") WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "AttributionSource_once" ON "AttributionSource" ("attributionId", "sourceId") WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "ReuseLink_once" ON "ReuseLink" ("annotationId", "passageId") WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "Mention_once" ON "Mention" ("cardId", "claimId", "attributionId") NULLS NOT DISTINCT WHERE "deletedAt" IS NULL;

-- Search, and the two orders of the review queue and the pull.
CREATE INDEX "Chunk_text_trgm" ON "Chunk" USING gin ("text" gin_trgm_ops);
CREATE INDEX "Article_title_trgm" ON "Article" USING gin ("title" gin_trgm_ops);
CREATE INDEX "Source_name_trgm" ON "Source" USING gin ("name" gin_trgm_ops);
CREATE INDEX "SourceAlias_name_trgm" ON "SourceAlias" USING gin ("name" gin_trgm_ops);
CREATE INDEX "Article_review_queue" ON "Article" ("projectId", "reviewAgreement" ASC NULLS LAST, "id") WHERE "state" IN ('review', 'reviewing') AND "withdrawnAt" IS NULL;
CREATE INDEX "Slot_pull" ON "Slot" ("projectId", "priority" DESC, "articleNumber", "ordinal") WHERE "state" = 'open';

-- A quote is the text of its span: read from the chunks it touches, never from the whole text.
CREATE FUNCTION check_span_quote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first_chunk int := NEW."start" / 1024;
  body text;
BEGIN
  SELECT string_agg(c."text", '' ORDER BY c."ordinal") INTO body
    FROM "Chunk" c
   WHERE c."versionId" = NEW."versionId" AND c."ordinal" BETWEEN first_chunk AND (NEW."end" - 1) / 1024;
  IF body IS NULL OR substr(body, NEW."start" - first_chunk * 1024 + 1, NEW."end" - NEW."start") IS DISTINCT FROM NEW."quote" THEN
    RAISE EXCEPTION 'the quote is not the text of its span' USING ERRCODE = 'check_violation', CONSTRAINT = 'span_quote';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "AnnotationSpan_quote" AFTER INSERT OR UPDATE ON "AnnotationSpan" FOR EACH ROW EXECUTE FUNCTION check_span_quote();
CREATE TRIGGER "PassageSpan_quote" AFTER INSERT OR UPDATE ON "PassageSpan" FOR EACH ROW EXECUTE FUNCTION check_span_quote();

-- Chunks are the text, cut at every 1,024 code points.
CREATE FUNCTION check_chunks(version uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM "ArticleVersion" v
     WHERE v."id" = version
       AND v."text" = (SELECT string_agg(c."text", '' ORDER BY c."ordinal") FROM "Chunk" c WHERE c."versionId" = version)
       AND NOT EXISTS (
         SELECT 1 FROM "Chunk" c
          WHERE c."versionId" = version
            AND char_length(c."text") <> LEAST(1024, v."length" - c."ordinal" * 1024))) THEN
    RAISE EXCEPTION 'the chunks are not the text of their version' USING ERRCODE = 'check_violation', CONSTRAINT = 'chunk_text';
  END IF;
END $$;
CREATE FUNCTION check_inserted_chunks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE version uuid;
BEGIN
  FOR version IN SELECT DISTINCT "versionId" FROM inserted LOOP
    PERFORM check_chunks(version);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER "Chunk_text" AFTER INSERT ON "Chunk" REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION check_inserted_chunks();
CREATE FUNCTION check_version_chunked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Chunk" WHERE "versionId" = NEW."id" AND "ordinal" = 0) THEN
    RAISE EXCEPTION 'a version needs its chunks' USING ERRCODE = 'check_violation', CONSTRAINT = 'chunk_text';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM "Block" WHERE "versionId" = NEW."id" AND "start" = 0) THEN
    RAISE EXCEPTION 'a version needs its blocks' USING ERRCODE = 'check_violation', CONSTRAINT = 'block_partition';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ArticleVersion_whole" AFTER INSERT ON "ArticleVersion"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_version_chunked();

-- Blocks partition the text: each has its neighbours, none overlaps, none leaves a hole; checked when the transaction ends.
CREATE FUNCTION check_block_partition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE version_length int;
BEGIN
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' THEN
    IF NOT EXISTS (SELECT 1 FROM "Block" b WHERE b."versionId" = OLD."versionId" AND b."start" <= OLD."start" AND b."end" > OLD."start") THEN
      RAISE EXCEPTION 'the blocks leave a hole' USING ERRCODE = 'check_violation', CONSTRAINT = 'block_partition';
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN NULL; END IF;
  -- A later statement of this transaction may have replaced the row.
  IF NOT EXISTS (SELECT 1 FROM "Block" WHERE "id" = NEW."id" AND "start" = NEW."start" AND "end" = NEW."end") THEN RETURN NULL; END IF;
  SELECT "length" INTO version_length FROM "ArticleVersion" WHERE "id" = NEW."versionId";
  IF (NEW."start" > 0 AND NOT EXISTS (SELECT 1 FROM "Block" b WHERE b."versionId" = NEW."versionId" AND b."start" < NEW."start" AND b."end" = NEW."start"))
     OR (NEW."end" < version_length AND NOT EXISTS (SELECT 1 FROM "Block" b WHERE b."versionId" = NEW."versionId" AND b."start" = NEW."end"))
     OR NEW."end" > version_length
     OR EXISTS (SELECT 1 FROM "Block" b WHERE b."versionId" = NEW."versionId" AND b."id" <> NEW."id" AND b."start" < NEW."end" AND b."end" > NEW."start") THEN
    RAISE EXCEPTION 'the blocks do not partition the text' USING ERRCODE = 'check_violation', CONSTRAINT = 'block_partition';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Block_partition" AFTER INSERT OR UPDATE OF "start", "end", "versionId" OR DELETE ON "Block"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_block_partition();

-- Ends of a link are marks of the right kind.
CREATE FUNCTION check_link_kinds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Annotation" WHERE "id" = NEW."attributionId" AND "kind" = 'attribution')
     OR NOT EXISTS (SELECT 1 FROM "Annotation" WHERE "id" = NEW."claimId" AND "kind" = 'claim') THEN
    RAISE EXCEPTION 'a link leads from an attribution to a claim' USING ERRCODE = 'check_violation', CONSTRAINT = 'link_kinds';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ClaimLink_kinds" AFTER INSERT OR UPDATE ON "ClaimLink" FOR EACH ROW EXECUTE FUNCTION check_link_kinds();

-- What is never changed: refused here for every role, and refused to the application's role by its rights.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('sourcebench.redaction', true), '') <> '' AND TG_OP = 'UPDATE' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sourcebench_app') THEN
    CREATE ROLE sourcebench_app NOLOGIN;
  END IF;
  EXECUTE format('GRANT sourcebench_app TO %I', current_user);
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role sourcebench_app is missing and % may not create it: let an administrator run CREATE ROLE sourcebench_app NOLOGIN; GRANT sourcebench_app TO %', current_user, current_user;
END $$;

GRANT USAGE ON SCHEMA public TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO sourcebench_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sourcebench_app;
GRANT DELETE ON "AnnotationSpan", "Block", "ArticleCredit", "ImportDraft", "Member", "LoginAttempt",
  "SourceAlias", "SourceDomain", "SourceAffiliation", "RatingRoundSource", "RatingRoundRater" TO sourcebench_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ArticleVersion', 'Chunk', 'Passage', 'PassageSpan', 'GuidelineVersion', 'Event', 'EventSeal', 'Command',
                              'SourceRating', 'Credibility', 'HouseGrade', 'Dependency', 'ReviewDecision', 'DecisionInput'] LOOP
    EXECUTE format('REVOKE UPDATE ON %I FROM sourcebench_app', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;

-- Who sees which rows. Each rule stands here once; queries read ids through these functions and exports join them.

-- A viewer's role in a project: a site administrator manages every project; a disabled person has none.
CREATE FUNCTION project_role(viewer uuid, project uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN u."isAdmin" THEN 'manager' ELSE m."role"::text END
    FROM "User" u
    LEFT JOIN "Member" m ON m."userId" = u."id" AND m."projectId" = project
   WHERE u."id" = viewer AND u."disabledAt" IS NULL
$$;

CREATE FUNCTION seen_projects(viewer uuid) RETURNS SETOF "Project" LANGUAGE sql STABLE AS $$
  SELECT p.* FROM "Project" p WHERE project_role(viewer, p."id") IS NOT NULL
$$;

CREATE FUNCTION seen_articles(viewer uuid) RETURNS SETOF "Article" LANGUAGE sql STABLE AS $$
  SELECT a.* FROM "Article" a WHERE a."withdrawnAt" IS NULL AND project_role(viewer, a."projectId") IS NOT NULL
$$;

-- Blindness. One's own layer is always seen. Whoever has an unsubmitted layer on the article sees no other, whatever the
-- role; everyone else sees, by role: managers and reviewers what has left its owner's hands, annotators what others did
-- once the article is done, viewers the final layer alone; gold is for managers.
CREATE FUNCTION seen_layers(viewer uuid) RETURNS SETOF "Layer" LANGUAGE sql STABLE AS $$
  SELECT l.*
    FROM "Layer" l
    JOIN "Article" a ON a."id" = l."articleId" AND a."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, l."projectId") AS role) r
   WHERE r.role IS NOT NULL
     AND (l."ownerId" = viewer
       OR (NOT EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = l."articleId" AND mine."ownerId" = viewer
                AND mine."kind" = 'person' AND mine."state" IN ('open', 'returned'))
           AND CASE l."kind"
             WHEN 'shared' THEN true
             WHEN 'adjudicated' THEN a."state" = 'done' OR r.role IN ('manager', 'reviewer')
             WHEN 'person' THEN (r.role IN ('manager', 'reviewer') AND l."state" <> 'open') OR (r.role = 'annotator' AND a."state" = 'done')
             WHEN 'surplus' THEN r.role IN ('manager', 'reviewer')
             WHEN 'imported' THEN r.role IN ('manager', 'reviewer') OR a."state" = 'done'
             WHEN 'gold' THEN r.role = 'manager'
           END))
$$;

-- Others' ratings of a source in a role are seen by whoever has saved one's own.
CREATE FUNCTION seen_ratings(viewer uuid) RETURNS SETOF "SourceRating" LANGUAGE sql STABLE AS $$
  SELECT r.* FROM "SourceRating" r
   WHERE r."raterId" = viewer
      OR EXISTS (SELECT 1 FROM "SourceRating" mine
                  WHERE mine."sourceId" = r."sourceId" AND mine."raterId" = viewer AND mine."role" = r."role" AND mine."topic" = r."topic")
$$;

-- Cards are seen by managers and reviewers, and by others where they see at least one mention's layer.
CREATE FUNCTION seen_cards(viewer uuid) RETURNS SETOF "ClaimCard" LANGUAGE sql STABLE AS $$
  SELECT c.* FROM "ClaimCard" c
   CROSS JOIN LATERAL (SELECT project_role(viewer, c."projectId") AS role) r
   WHERE c."deletedAt" IS NULL
     AND (r.role IN ('manager', 'reviewer')
       OR (r.role IS NOT NULL AND EXISTS (
             SELECT 1 FROM "Mention" m JOIN "Annotation" a ON a."id" = m."claimId"
              WHERE m."cardId" = c."id" AND m."deletedAt" IS NULL AND m."isSame"
                AND EXISTS (SELECT 1 FROM seen_layers(viewer) l WHERE l."id" = a."layerId"))))
$$;

-- Others' credibility grades of a card are seen by whoever has saved one's own.
CREATE FUNCTION seen_credibilities(viewer uuid) RETURNS SETOF "Credibility" LANGUAGE sql STABLE AS $$
  SELECT g.* FROM "Credibility" g
   WHERE EXISTS (SELECT 1 FROM seen_cards(viewer) c WHERE c."id" = g."cardId")
     AND (g."raterId" = viewer
       OR EXISTS (SELECT 1 FROM "Credibility" mine WHERE mine."cardId" = g."cardId" AND mine."raterId" = viewer))
$$;

INSERT INTO "Installation" ("id", "secret") VALUES (1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
