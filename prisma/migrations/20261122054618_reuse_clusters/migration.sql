-- CreateTable
CREATE TABLE "ReuseCluster" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "passageCount" INTEGER NOT NULL,
    "articleCount" INTEGER NOT NULL,
    "linkCount" INTEGER NOT NULL,
    "contradictionCount" INTEGER NOT NULL,
    "newestAt" TIMESTAMPTZ(3) NOT NULL,
    "hasUnknownDirection" BOOLEAN NOT NULL,
    "isTranslated" BOOLEAN NOT NULL,
    "hasLoss" BOOLEAN NOT NULL,
    "settledAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReuseCluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReusePassage" (
    "clusterId" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "projectId" UUID NOT NULL,
    "parentPlace" INTEGER,
    "depth" INTEGER NOT NULL,
    "linkId" UUID,
    "ground" TEXT,
    "articleId" UUID,
    "versionId" UUID,
    "url" TEXT,
    "quote" TEXT NOT NULL,
    "spans" JSONB NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,

    CONSTRAINT "ReusePassage_pkey" PRIMARY KEY ("clusterId","place")
);

-- CreateTable
CREATE TABLE "ReuseClusterLink" (
    "linkId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "placeA" INTEGER NOT NULL,
    "placeB" INTEGER NOT NULL,
    "original" TEXT,

    CONSTRAINT "ReuseClusterLink_pkey" PRIMARY KEY ("linkId")
);

-- CreateTable
CREATE TABLE "ReuseContradiction" (
    "clusterId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "places" INTEGER[],
    "linkIds" UUID[],

    CONSTRAINT "ReuseContradiction_pkey" PRIMARY KEY ("clusterId","ordinal")
);

-- CreateTable
CREATE TABLE "ReuseTask" (
    "articleId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "isGone" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReuseTask_pkey" PRIMARY KEY ("articleId")
);

-- CreateIndex
CREATE INDEX "ReuseCluster_projectId_newestAt_id_idx" ON "ReuseCluster"("projectId", "newestAt", "id");

-- CreateIndex
CREATE INDEX "ReuseCluster_projectId_passageCount_id_idx" ON "ReuseCluster"("projectId", "passageCount", "id");

-- CreateIndex
CREATE INDEX "ReuseCluster_projectId_articleCount_id_idx" ON "ReuseCluster"("projectId", "articleCount", "id");

-- CreateIndex
CREATE INDEX "ReuseCluster_projectId_contradictionCount_id_idx" ON "ReuseCluster"("projectId", "contradictionCount", "id");

-- CreateIndex
CREATE INDEX "ReusePassage_articleId_idx" ON "ReusePassage"("articleId");

-- CreateIndex
CREATE INDEX "ReusePassage_versionId_start_idx" ON "ReusePassage"("versionId", "start");

-- CreateIndex
CREATE INDEX "ReuseClusterLink_clusterId_placeB_idx" ON "ReuseClusterLink"("clusterId", "placeB");

-- CreateIndex
CREATE INDEX "ReuseTask_projectId_idx" ON "ReuseTask"("projectId");

-- AddForeignKey
ALTER TABLE "ReusePassage" ADD CONSTRAINT "ReusePassage_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "ReuseCluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReuseClusterLink" ADD CONSTRAINT "ReuseClusterLink_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "ReuseCluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReuseContradiction" ADD CONSTRAINT "ReuseContradiction_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "ReuseCluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ReuseCluster" ADD CONSTRAINT "ReuseCluster_counts" CHECK ("passageCount" >= 1 AND "linkCount" >= 1 AND "articleCount" >= 0 AND "contradictionCount" >= 0);
ALTER TABLE "ReusePassage"
  ADD CONSTRAINT "ReusePassage_site" CHECK (num_nonnulls("versionId", "url") = 1 AND ("articleId" IS NULL) = ("versionId" IS NULL)),
  ADD CONSTRAINT "ReusePassage_parent" CHECK ("parentPlace" < "place" AND ("parentPlace" IS NULL) = ("depth" = 0) AND num_nonnulls("parentPlace", "linkId", "ground") IN (0, 3)),
  ADD CONSTRAINT "ReusePassage_ground" CHECK ("ground" IN ('told', 'time', 'unknown'));
ALTER TABLE "ReuseClusterLink" ADD CONSTRAINT "ReuseClusterLink_original" CHECK ("original" IN ('a', 'b'));
ALTER TABLE "ReuseContradiction" ADD CONSTRAINT "ReuseContradiction_kind" CHECK ("kind" IN ('opposite', 'circle', 'time', 'rejected', 'verbatim'));

CREATE INDEX "ReusePassage_quote_trgm" ON "ReusePassage" USING gin ("quote" gin_trgm_ops);
CREATE INDEX "ReusePassage_url" ON "ReusePassage" ("projectId", md5(regexp_replace("url", '#.*$', ''))) WHERE "url" IS NOT NULL;

-- A filtered list walks an index of its own in each order, so that few matches among many cost as little as many.
DO $$
DECLARE filter record; sort text;
BEGIN
  FOR filter IN SELECT * FROM (VALUES ('contradicted', '"contradictionCount" > 0'), ('undirected', '"hasUnknownDirection"'),
                                      ('translated', '"isTranslated"'), ('lossy', '"hasLoss"')) f("name", "holds") LOOP
    FOREACH sort IN ARRAY ARRAY['newestAt', 'passageCount', 'articleCount', 'contradictionCount'] LOOP
      EXECUTE format('CREATE INDEX %I ON "ReuseCluster" ("projectId", %I, "id") WHERE %s', 'ReuseCluster_' || filter.name || '_' || sort, sort, filter.holds);
    END LOOP;
  END LOOP;
END $$;

-- Rows computed from final layers: they are made anew, never edited, so the application may delete them.
GRANT SELECT, INSERT ON "ReuseCluster", "ReusePassage", "ReuseClusterLink", "ReuseContradiction" TO sourcebench_app;
GRANT DELETE ON "ReuseCluster" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "ReuseTask" TO sourcebench_app;

-- Which articles' reuse has to be read again, written in the transaction that changed it, whichever way that was.
CREATE FUNCTION note_reuse(article uuid, project uuid, gone boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "ReuseTask" ("articleId", "projectId", "isGone") VALUES (article, project, gone)
  ON CONFLICT ("articleId") DO UPDATE SET "isGone" = excluded."isGone", "revision" = "ReuseTask"."revision" + 1
$$;

CREATE FUNCTION note_article_reuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_reuse(NEW."id", NEW."projectId",
    (OLD."withdrawnAt" IS NULL AND NEW."withdrawnAt" IS NOT NULL) OR (OLD."state" = 'done' AND NEW."state" <> 'done'));
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_reuse" AFTER UPDATE OF "state", "withdrawnAt", "publishedAt", "language", "translated" ON "Article" FOR EACH ROW
  WHEN ((OLD."state" = 'done') <> (NEW."state" = 'done')
     OR (OLD."withdrawnAt" IS NULL) <> (NEW."withdrawnAt" IS NULL)
     OR OLD."publishedAt" IS DISTINCT FROM NEW."publishedAt"
     OR OLD."language" IS DISTINCT FROM NEW."language"
     OR OLD."translated" IS DISTINCT FROM NEW."translated")
  EXECUTE FUNCTION note_article_reuse();

CREATE FUNCTION note_link_reuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_reuse(x."id", x."projectId", false)
     FROM (SELECT DISTINCT a."id", a."projectId" FROM changed k
             JOIN "Layer" l ON l."id" = k."layerId" AND l."kind" = 'adjudicated'
             JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done') x;
  RETURN NULL;
END $$;
CREATE TRIGGER "ReuseLink_inserted_reuse" AFTER INSERT ON "ReuseLink" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_link_reuse();
CREATE TRIGGER "ReuseLink_updated_reuse" AFTER UPDATE ON "ReuseLink" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_link_reuse();

-- The links that count: of final layers, between texts that are not withdrawn. The duplicate's end is `a`, the twin's `b`.
CREATE VIEW "FinalReuse" AS
  SELECT k."id", k."projectId", k."annotationId", k."passageId", k."degree", k."lost", k."evidence", k."state",
         CASE k."direction" WHEN 'to-passage' THEN 'a' WHEN 'from-passage' THEN 'b' END AS "original",
         l."articleId" AS "articleA", l."versionId" AS "versionA", v."articleId" AS "articleB", p."versionId" AS "versionB", p."url", p."quote" AS "quoteB"
    FROM "ReuseLink" k
    JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
    JOIN "Layer" l ON l."id" = k."layerId" AND l."kind" = 'adjudicated'
    JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done' AND a."withdrawnAt" IS NULL
    JOIN "Passage" p ON p."id" = k."passageId"
    LEFT JOIN "ArticleVersion" v ON v."id" = p."versionId"
    LEFT JOIN "Article" t ON t."id" = v."articleId"
   WHERE k."deletedAt" IS NULL AND k."state" IN ('confirmed', 'rejected') AND t."withdrawnAt" IS NULL;
GRANT SELECT ON "FinalReuse" TO sourcebench_app;

-- Clusters are seen by whoever sees all of their links: final layers are seen by every role, but nobody with unsubmitted
-- work on an article learns of what others link to it, and what has just left a final layer is not told any more.
CREATE FUNCTION seen_reuse_clusters(viewer uuid) RETURNS SETOF "ReuseCluster" LANGUAGE sql STABLE AS $$
  SELECT c.* FROM "ReuseCluster" c
   WHERE c."passageCount" > 1
     AND project_role(viewer, c."projectId") IS NOT NULL
     AND NOT EXISTS (
           SELECT 1 FROM "Layer" mine JOIN "ReusePassage" p ON p."articleId" = mine."articleId"
            WHERE mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" IN ('open', 'returned') AND p."clusterId" = c."id")
     AND NOT EXISTS (
           SELECT 1 FROM "ReuseTask" t JOIN "ReusePassage" p ON p."articleId" = t."articleId"
            WHERE t."isGone" AND t."projectId" = c."projectId" AND p."clusterId" = c."id")
$$;

INSERT INTO "ReuseTask" ("articleId", "projectId", "isGone")
SELECT a."id", a."projectId", false FROM "Article" a WHERE a."state" = 'done' AND a."withdrawnAt" IS NULL;
