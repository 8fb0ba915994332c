ALTER TABLE "ImportDraft" ADD COLUMN "newerOfId" UUID,
ADD COLUMN "withdrawalId" UUID;

-- Texts that were withdrawn for good, in every project: their hashes stay, so that nobody brings one in again unwarned.
CREATE INDEX "ArticleVersion_redacted_textSha256_idx" ON "ArticleVersion" ("textSha256") WHERE "redactedBy" IS NOT NULL;
