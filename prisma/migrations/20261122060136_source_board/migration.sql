-- What a rater may see of others' ratings changes with rounds too, and what can be rated with the installation's rule on persons.
CREATE FUNCTION note_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'RatingRoundSource' THEN
    PERFORM note_work('source', NEW."sourceId");
  ELSIF TG_TABLE_NAME = 'RatingRoundRater' THEN
    INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'source', s."sourceId" FROM "RatingRoundSource" s WHERE s."roundId" = NEW."roundId";
  ELSE
    INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'source', s."sourceId" FROM "RatingRoundSource" s WHERE s."roundId" = NEW."id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "RatingRoundSource_standing" AFTER INSERT OR UPDATE ON "RatingRoundSource" FOR EACH ROW EXECUTE FUNCTION note_round();
CREATE TRIGGER "RatingRoundRater_standing" AFTER INSERT ON "RatingRoundRater" FOR EACH ROW EXECUTE FUNCTION note_round();
CREATE TRIGGER "RatingRound_standing" AFTER UPDATE OF "closedAt" ON "RatingRound" FOR EACH ROW EXECUTE FUNCTION note_round();

CREATE FUNCTION note_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StandingWork" ("kind", "subjectId") SELECT 'source', s."id" FROM "Source" s WHERE s."kind" = 'person';
  RETURN NULL;
END $$;
CREATE TRIGGER "Installation_standing" AFTER UPDATE OF "ratesPersons" ON "Installation" FOR EACH ROW
  WHEN (OLD."ratesPersons" <> NEW."ratesPersons") EXECUTE FUNCTION note_persons();

-- How often final layers attribute something to a source in articles that the viewer has still to hand in: what must be taken off
-- the stored counts for this viewer. Walked from the viewer's own open work.
CREATE FUNCTION blind_uses(viewer uuid) RETURNS TABLE ("projectId" uuid, "sourceId" uuid, uses int) LANGUAGE sql STABLE AS $$
  SELECT l."projectId", canonical_source(x."sourceId"), count(DISTINCT n."id")::int
    FROM (SELECT DISTINCT mine."articleId" FROM "Layer" mine
           WHERE mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" IN ('open', 'returned')) o
    JOIN "Article" a ON a."id" = o."articleId" AND a."state" = 'done' AND a."withdrawnAt" IS NULL
    JOIN "Layer" l ON l."articleId" = a."id" AND l."kind" = 'adjudicated'
    JOIN "AttributionSource" x ON x."layerId" = l."id" AND x."deletedAt" IS NULL
    JOIN "Annotation" n ON n."id" = x."attributionId" AND n."deletedAt" IS NULL
   GROUP BY 1, 2
$$;

-- The widest spread, in grades, of the scopes (role and topic) of a source that a viewer may see; 0 where nothing differs.
CREATE FUNCTION seen_spread(viewer uuid, source uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(s.spread), 0)::int
    FROM (SELECT max(n.rank) - min(n.rank) AS spread
            FROM (SELECT DISTINCT ON (r."role", r."topic", r."raterId") r."role", r."topic",
                         CASE WHEN r."grade" <> 'F' THEN ascii(r."grade") END AS rank
                    FROM seen_ratings(viewer) r WHERE r."sourceId" = source
                   ORDER BY r."role", r."topic", r."raterId", r."number" DESC) n
           GROUP BY n."role", n."topic") s
$$;
INSERT INTO "StandingWork" ("kind", "subjectId") SELECT DISTINCT 'source', "sourceId" FROM "SourceRating";
