-- A proposal is used, too, where an attribution rests on it: otherwise it would show from a layer one is blind to.
CREATE OR REPLACE FUNCTION seen_sources(viewer uuid) RETURNS SETOF "Source" LANGUAGE sql STABLE AS $$
  SELECT s.* FROM "Source" s
   WHERE (SELECT register_role(viewer)) IS NOT NULL
     AND (NOT s."isProposal"
       OR s."createdById" = viewer
       OR ((SELECT register_role(viewer)) IN ('manager', 'reviewer')
           AND ((NOT EXISTS (SELECT 1 FROM "AttributionSource" u WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL)
                 AND NOT EXISTS (SELECT 1 FROM "RestsOn" u WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL))
             OR EXISTS (SELECT 1 FROM "AttributionSource" u JOIN seen_layers(viewer) l ON l."id" = u."layerId"
                         WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL)
             OR EXISTS (SELECT 1 FROM "RestsOn" u JOIN seen_layers(viewer) l ON l."id" = u."layerId"
                         WHERE u."sourceId" = s."id" AND u."deletedAt" IS NULL))))
$$;
