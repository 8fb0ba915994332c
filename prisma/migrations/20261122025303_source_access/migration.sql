-- A person's highest role in any project, which is what counts on the register of sources.
CREATE FUNCTION register_role(viewer uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN u."isAdmin" THEN 'manager' ELSE (
           SELECT m."role"::text FROM "Member" m WHERE m."userId" = u."id" ORDER BY m."role" LIMIT 1) END
    FROM "User" u WHERE u."id" = viewer AND u."disabledAt" IS NULL
$$;

-- Registered sources are seen by everybody with a role. A proposal is its maker's, until a reviewer or manager sees a layer
-- that uses it (or nothing uses it): a proposal from a layer one is blind to must not show.
CREATE FUNCTION seen_sources(viewer uuid) RETURNS SETOF "Source" LANGUAGE sql STABLE AS $$
  SELECT s.* FROM "Source" s
   WHERE (SELECT register_role(viewer)) IS NOT NULL
     AND (NOT s."isProposal"
       OR s."createdById" = viewer
       OR ((SELECT register_role(viewer)) IN ('manager', 'reviewer')
           AND (NOT EXISTS (SELECT 1 FROM "AttributionSource" u WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL)
             OR EXISTS (SELECT 1 FROM "AttributionSource" u JOIN seen_layers(viewer) l ON l."id" = u."layerId"
                         WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL))))
$$;

-- The source that stands for a source after every merge; a chain of merges is followed to its end.
CREATE FUNCTION canonical_source(source uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk("id", "next") AS (
      SELECT s."id", s."canonicalId" FROM "Source" s WHERE s."id" = source
    UNION
      SELECT s."id", s."canonicalId" FROM walk JOIN "Source" s ON s."id" = walk."next")
  SELECT "id" FROM walk WHERE "next" IS NULL
$$;

-- A source and everything merged into it, directly or not.
CREATE FUNCTION source_family(source uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE family("id") AS (
      SELECT source
    UNION
      SELECT s."id" FROM family JOIN "Source" s ON s."canonicalId" = family."id")
  SELECT "id" FROM family
$$;

-- Marks of final layers: adjudicated, of an article that is done.
CREATE FUNCTION final_layers(viewer uuid) RETURNS SETOF "Layer" LANGUAGE sql STABLE AS $$
  SELECT l.* FROM seen_layers(viewer) l
   WHERE l."kind" = 'adjudicated'
     AND EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = l."articleId" AND a."state" = 'done')
$$;

CREATE INDEX "Source_proposals" ON "Source" ("name", "id") WHERE "isProposal";
