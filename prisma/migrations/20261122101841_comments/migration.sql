-- CreateTable
CREATE TABLE "CommentThread" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID,
    "articleId" UUID,
    "versionId" UUID,
    "start" INTEGER,
    "end" INTEGER,
    "quote" TEXT,
    "sourceId" UUID,
    "isForAll" BOOLEAN NOT NULL DEFAULT false,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedAt" TIMESTAMPTZ(3),
    "resolvedById" UUID,

    CONSTRAINT "CommentThread_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Comment" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "threadId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "isForAll" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentVersion" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "commentId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CommentVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentRead" (
    "userId" UUID NOT NULL,
    "threadId" UUID NOT NULL,
    "lastNumber" BIGINT NOT NULL,

    CONSTRAINT "CommentRead_pkey" PRIMARY KEY ("userId","threadId")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "commentId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CommentThread_number_key" ON "CommentThread"("number");

-- CreateIndex
CREATE INDEX "CommentThread_articleId_number_idx" ON "CommentThread"("articleId", "number");

-- CreateIndex
CREATE INDEX "CommentThread_sourceId_number_idx" ON "CommentThread"("sourceId", "number");

-- CreateIndex
CREATE INDEX "CommentThread_versionId_idx" ON "CommentThread"("versionId");

-- CreateIndex
CREATE INDEX "CommentThread_createdById_idx" ON "CommentThread"("createdById");

-- CreateIndex
CREATE INDEX "CommentThread_resolvedById_idx" ON "CommentThread"("resolvedById");

-- CreateIndex
CREATE UNIQUE INDEX "Comment_number_key" ON "Comment"("number");

-- CreateIndex
CREATE INDEX "Comment_threadId_number_idx" ON "Comment"("threadId", "number");

-- CreateIndex
CREATE INDEX "Comment_authorId_idx" ON "Comment"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "CommentVersion_number_key" ON "CommentVersion"("number");

-- CreateIndex
CREATE INDEX "CommentVersion_commentId_number_idx" ON "CommentVersion"("commentId", "number");

-- CreateIndex
CREATE INDEX "CommentRead_threadId_idx" ON "CommentRead"("threadId");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_number_key" ON "Notification"("number");

-- CreateIndex
CREATE INDEX "Notification_userId_number_idx" ON "Notification"("userId", "number");

-- CreateIndex
CREATE INDEX "Notification_commentId_idx" ON "Notification"("commentId");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_userId_commentId_key" ON "Notification"("userId", "commentId");

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_versionId_articleId_projectId_fkey" FOREIGN KEY ("versionId", "articleId", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentThread" ADD CONSTRAINT "CommentThread_resolvedById_fkey" FOREIGN KEY ("resolvedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "CommentThread"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentVersion" ADD CONSTRAINT "CommentVersion_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentRead" ADD CONSTRAINT "CommentRead_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentRead" ADD CONSTRAINT "CommentRead_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "CommentThread"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "CommentThread"
  ADD CONSTRAINT "CommentThread_about" CHECK (("articleId" IS NULL) <> ("sourceId" IS NULL) AND ("articleId" IS NULL) = ("projectId" IS NULL)),
  ADD CONSTRAINT "CommentThread_span" CHECK (
    ("versionId" IS NULL AND "start" IS NULL AND "end" IS NULL AND "quote" IS NULL)
    OR ("versionId" IS NOT NULL AND "articleId" IS NOT NULL AND "start" >= 0 AND "end" > "start" AND "quote" IS NOT NULL)),
  ADD CONSTRAINT "CommentThread_for_all" CHECK (NOT "isForAll" OR "articleId" IS NOT NULL),
  ADD CONSTRAINT "CommentThread_resolved" CHECK (("resolvedAt" IS NULL) = ("resolvedById" IS NULL));
ALTER TABLE "CommentVersion" ADD CONSTRAINT "CommentVersion_body" CHECK (char_length(btrim("body")) BETWEEN 1 AND 8000);
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_kind" CHECK ("kind" IN ('mention', 'reply'));
CREATE TRIGGER "CommentThread_quote" AFTER INSERT OR UPDATE OF "quote", "start", "end", "versionId" ON "CommentThread" FOR EACH ROW
  WHEN (NEW."versionId" IS NOT NULL) EXECUTE FUNCTION check_span_quote();
-- What the number in the bar reads, and nothing else.
CREATE INDEX "Notification_unread" ON "Notification" ("userId", "number") WHERE "readAt" IS NULL;

-- What a thread is about is never changed: it is resolved and opened again.
CREATE FUNCTION keep_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (coalesce(current_setting('sourcebench.redaction', true), '') <> ''
    OR to_jsonb(NEW) - 'resolvedAt' - 'resolvedById' = to_jsonb(OLD) - 'resolvedAt' - 'resolvedById') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'CommentThread is append-only' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "CommentThread_append_only" BEFORE UPDATE OR DELETE ON "CommentThread" FOR EACH ROW EXECUTE FUNCTION keep_thread();
CREATE TRIGGER "CommentThread_no_truncate" BEFORE TRUNCATE ON "CommentThread" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Comment', 'CommentVersion'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO sourcebench_app', name);
    EXECUTE format('GRANT USAGE ON SEQUENCE %I TO sourcebench_app', name || '_number_seq');
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ("resolvedAt", "resolvedById") ON "CommentThread" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "CommentThread_number_seq" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ("lastNumber") ON "CommentRead" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ("readAt") ON "Notification" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "Notification_number_seq" TO sourcebench_app;

-- Whether a viewer may read what others say about an article. In shared work everybody may; where people annotate on their own
-- it is as with their layers: nobody who still annotates it (whatever the role), managers and reviewers else, annotators once it
-- is done, viewers never; and not on an article with gold that a viewer may still be measured on.
CREATE FUNCTION hears_others(viewer uuid, article uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT r.role IS NOT NULL
           AND NOT EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = a."id" AND mine."ownerId" = viewer
                AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned'))
           AND (NOT a."isGold" OR r.role IN ('manager', 'reviewer') OR EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = a."id" AND mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" = 'submitted'))
           AND (a."layerMode" = 'shared' OR r.role IN ('manager', 'reviewer') OR (r.role = 'annotator' AND a."state" = 'done'))
      FROM "Article" a CROSS JOIN LATERAL (SELECT project_role(viewer, a."projectId") AS role) r
     WHERE a."id" = article AND a."withdrawnAt" IS NULL), false)
$$;

-- Threads: one's own, instructions for everybody, and those of others where one may hear others; about a source, whoever sees it.
CREATE FUNCTION seen_threads(viewer uuid) RETURNS SETOF "CommentThread" LANGUAGE sql STABLE AS $$
  SELECT t.* FROM "CommentThread" t
   WHERE CASE WHEN t."articleId" IS NULL
           THEN EXISTS (SELECT 1 FROM seen_sources(viewer) s WHERE s."id" = t."sourceId")
           ELSE EXISTS (SELECT 1 FROM seen_articles(viewer) a WHERE a."id" = t."articleId")
             AND (t."createdById" = viewer OR t."isForAll" OR hears_others(viewer, t."articleId"))
         END
$$;

-- Comments, within the threads one sees, by the same rule.
CREATE FUNCTION seen_comments(viewer uuid) RETURNS SETOF "Comment" LANGUAGE sql STABLE AS $$
  SELECT c.* FROM "Comment" c
    JOIN seen_threads(viewer) t ON t."id" = c."threadId"
   WHERE t."articleId" IS NULL OR c."authorId" = viewer OR c."isForAll" OR hears_others(viewer, t."articleId")
$$;

-- Comments on an article that is withdrawn for good quote it, in their quotes and in their words.
CREATE FUNCTION redact_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "CommentThread" SET "quote" = blanked("quote") WHERE "versionId" = NEW."id";
  UPDATE "CommentVersion" SET "body" = blanked("body")
   WHERE "commentId" IN (SELECT c."id" FROM "Comment" c JOIN "CommentThread" t ON t."id" = c."threadId" WHERE t."articleId" = NEW."articleId");
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_comments" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (OLD."redactedBy" IS NULL AND NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION redact_comments();
