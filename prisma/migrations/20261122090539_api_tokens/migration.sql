-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiPace" (
    "userId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ApiPace_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "ApiAnswer" (
    "userId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" BYTEA NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "etag" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiAnswer_pkey" PRIMARY KEY ("userId","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_prefix_key" ON "ApiToken"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_secretHash_key" ON "ApiToken"("secretHash");

-- CreateIndex
CREATE INDEX "ApiToken_userId_id_idx" ON "ApiToken"("userId", "id");

-- CreateIndex
CREATE INDEX "ApiToken_projectId_idx" ON "ApiToken"("projectId");

-- CreateIndex
CREATE INDEX "ApiAnswer_userId_createdAt_idx" ON "ApiAnswer"("userId", "createdAt");

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ApiPace" SET UNLOGGED;
ALTER TABLE "ApiToken"
  ADD CONSTRAINT "ApiToken_scopes" CHECK (cardinality("scopes") > 0 AND "scopes" <@ ARRAY['read', 'annotate', 'review', 'rate', 'manage', 'release', 'predict']),
  ADD CONSTRAINT "ApiToken_expires" CHECK ("expiresAt" > "createdAt"),
  ADD CONSTRAINT "ApiToken_hash" CHECK (octet_length("secretHash") = 32);

-- What a token is and may do never changes; it is used, and it ends.
GRANT SELECT, INSERT, UPDATE ("lastUsedAt", "revokedAt") ON "ApiToken" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON "ApiPace" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ("status", "body", "etag"), DELETE ON "ApiAnswer" TO sourcebench_app;
