-- Articles on which a viewer may not know yet what others marked, in anything that is computed for everybody and shown by number
-- or by name: those the viewer has still to hand in (an ordinary layer, or one that measures), and those with gold on which the
-- viewer may still be measured. The last are as `seen_layers` has them.
CREATE FUNCTION blind_articles(viewer uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT mine."articleId" FROM "Layer" mine
   WHERE mine."ownerId" = viewer AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned')
  UNION
  SELECT a."id" FROM "Article" a
   WHERE a."isGold" AND a."withdrawnAt" IS NULL
     AND coalesce(project_role(viewer, a."projectId"), '') NOT IN ('manager', 'reviewer')
     AND NOT EXISTS (
           SELECT 1 FROM "Layer" mine
            WHERE mine."articleId" = a."id" AND mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" = 'submitted')
$$;

-- As before, for layers that measure too, and without articles with gold.
CREATE OR REPLACE FUNCTION seen_reuse_clusters(viewer uuid) RETURNS SETOF "ReuseCluster" LANGUAGE sql STABLE AS $$
  SELECT c.* FROM "ReuseCluster" c
   WHERE c."passageCount" > 1
     AND project_role(viewer, c."projectId") IS NOT NULL
     AND c."id" NOT IN (SELECT p."clusterId" FROM blind_articles(viewer) b(id) JOIN "ReusePassage" p ON p."articleId" = b.id)
     AND NOT EXISTS (
           SELECT 1 FROM "ReuseTask" t JOIN "ReusePassage" p ON p."articleId" = t."articleId"
            WHERE t."isGone" AND t."projectId" = c."projectId" AND p."clusterId" = c."id")
$$;

-- Stored figures rest on what a viewer sees, so never on articles with gold; what is left to hide is one's own open work.
CREATE OR REPLACE FUNCTION blind_cards(viewer uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT DISTINCT m."cardId"
    FROM "Layer" mine
    JOIN "Layer" l ON l."articleId" = mine."articleId" AND l."kind" = 'adjudicated'
    JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim'
    JOIN "Mention" m ON m."claimId" = n."id" AND m."deletedAt" IS NULL
   WHERE mine."ownerId" = viewer AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned')
$$;

CREATE OR REPLACE FUNCTION blind_uses(viewer uuid) RETURNS TABLE ("projectId" uuid, "sourceId" uuid, uses int) LANGUAGE sql STABLE AS $$
  SELECT l."projectId", canonical_source(x."sourceId"), count(DISTINCT n."id")::int
    FROM (SELECT DISTINCT mine."articleId" FROM "Layer" mine
           WHERE mine."ownerId" = viewer AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned')) o
    JOIN "Article" a ON a."id" = o."articleId" AND a."state" = 'done' AND NOT a."isGold" AND a."withdrawnAt" IS NULL
    JOIN "Layer" l ON l."articleId" = a."id" AND l."kind" = 'adjudicated'
    JOIN "AttributionSource" x ON x."layerId" = l."id" AND x."deletedAt" IS NULL
    JOIN "Annotation" n ON n."id" = x."attributionId" AND n."deletedAt" IS NULL
   GROUP BY 1, 2
$$;

-- Gold that begins or ends changes what stored figures rest on.
DROP TRIGGER "Article_standing" ON "Article";
CREATE TRIGGER "Article_standing" AFTER UPDATE OF "state", "withdrawnAt", "publisherId", "publishedAt", "isGold" ON "Article" FOR EACH ROW
  WHEN ((OLD."state", OLD."withdrawnAt", OLD."publisherId", OLD."publishedAt", OLD."isGold")
        IS DISTINCT FROM (NEW."state", NEW."withdrawnAt", NEW."publisherId", NEW."publishedAt", NEW."isGold"))
  EXECUTE FUNCTION note_article();
INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'article', "id" FROM "Article" WHERE "isGold";

-- As before, and a proposal that its maker has taken off a mark again is told to nobody who may not see that mark's layer.
CREATE OR REPLACE FUNCTION seen_sources(viewer uuid) RETURNS SETOF "Source" LANGUAGE sql STABLE AS $$
  SELECT s.* FROM "Source" s
   WHERE (SELECT register_role(viewer)) IS NOT NULL
     AND (NOT s."isProposal"
       OR s."createdById" = viewer
       OR ((SELECT register_role(viewer)) IN ('manager', 'reviewer')
           AND ((NOT EXISTS (SELECT 1 FROM "AttributionSource" u WHERE u."sourceId" = s."id")
                 AND NOT EXISTS (SELECT 1 FROM "RestsOn" u WHERE u."sourceId" = s."id"))
             OR EXISTS (SELECT 1 FROM "AttributionSource" u JOIN seen_layers(viewer) l ON l."id" = u."layerId" WHERE u."sourceId" = s."id")
             OR EXISTS (SELECT 1 FROM "RestsOn" u JOIN seen_layers(viewer) l ON l."id" = u."layerId" WHERE u."sourceId" = s."id"))))
$$;
