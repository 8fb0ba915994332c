-- AlterTable
ALTER TABLE "QueueEntry" ADD COLUMN     "fewAnnotatorIds" UUID[];

-- What a row shows is kept short, so that it always fits into an index (2,704 bytes at most, whatever the script).
CREATE FUNCTION cut_to(words text, most int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN char_length(words) > most THEN left(words, most) || '…' ELSE words END
$$;

-- What an article's entry is to say now; no row where it is in no list.
CREATE OR REPLACE FUNCTION wanted_queue_entry(article uuid) RETURNS SETOF "QueueEntry" LANGUAGE sql STABLE AS $$
  SELECT 0::bigint, a."projectId", a."id", q."list", cut_to(a."title", 150),
         CASE q."list" WHEN 'done' THEN coalesce(a."finishedAt", a."createdAt")
                       WHEN 'returned' THEN coalesce((SELECT e."since" FROM "QueueEntry" e WHERE e."articleId" = a."id" AND e."endedIn" IS NULL AND e."list" = 'returned'), now())
                       WHEN 'disputed' THEN (SELECT min(d."createdAt") FROM "Dispute" d WHERE d."articleId" = a."id" AND d."state" = 'open')
                       WHEN 'signing' THEN coalesce(a."settledAt", a."createdAt")
                       ELSE coalesce(a."reviewReadyAt", a."createdAt") END,
         a."reviewAgreement", a."reviewConflicts", coalesce(a."reviewAgreement", 2), coalesce(a."reviewConflicts", -1),
         CASE WHEN p."name" IS NULL THEN '1' ELSE '0' || left(lower(left(p."name", 60)), 60) END,
         CASE WHEN r."name" IS NULL THEN '1' ELSE '0' || left(lower(left(r."name", 60)), 60) END,
         (SELECT count(*)::int FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'submitted' AND s."kind" <> 'gold'),
         w."ids",
         coalesce(p."id", '00000000-0000-0000-0000-000000000000'), cut_to(p."name", 80),
         coalesce(r."id", '00000000-0000-0000-0000-000000000000'), cut_to(r."name", 80),
         pg_current_xact_id(), NULL::xid8, NULL::timestamptz,
         CASE WHEN cardinality(w."ids") <= 32 THEN w."ids" END
    FROM "Article" a
    LEFT JOIN "Source" p ON p."id" = canonical_source(a."publisherId")
    LEFT JOIN "User" r ON r."id" = coalesce(a."reviewerId", a."settledById")
   CROSS JOIN LATERAL (
     SELECT ARRAY(SELECT s."personId" FROM "Slot" s WHERE s."articleId" = a."id" AND s."personId" IS NOT NULL AND s."state" <> 'skipped' AND s."kind" <> 'gold' ORDER BY 1) AS "ids") w
   CROSS JOIN LATERAL (
     SELECT CASE a."state"
              WHEN 'review' THEN CASE WHEN a."settledById" IS NULL THEN 'waiting' ELSE 'signing' END
              WHEN 'done' THEN CASE WHEN EXISTS (SELECT 1 FROM "Dispute" d WHERE d."articleId" = a."id" AND d."state" = 'open') THEN 'disputed' ELSE 'done' END
              WHEN 'open' THEN CASE WHEN EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'returned') THEN 'returned' END
              ELSE a."state" END AS "list") q
   WHERE a."id" = article AND a."withdrawnAt" IS NULL AND q."list" IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION refresh_queue_entry(article uuid, project uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  was "QueueEntry"%ROWTYPE;
  wanted "QueueEntry"%ROWTYPE;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('review queue ' || project, 0));
  SELECT * INTO was FROM "QueueEntry" WHERE "articleId" = article AND "endedIn" IS NULL;
  SELECT * INTO wanted FROM wanted_queue_entry(article);
  IF (to_jsonb(was) - ARRAY['id', 'beganIn']) IS NOT DISTINCT FROM (to_jsonb(wanted) - ARRAY['id', 'beganIn']) THEN RETURN; END IF;
  IF was."id" IS NOT NULL THEN
    IF was."beganIn" = pg_current_xact_id() THEN
      DELETE FROM "QueueEntry" WHERE "id" = was."id";
    ELSE
      UPDATE "QueueEntry" SET "endedIn" = pg_current_xact_id(), "endedAt" = clock_timestamp() WHERE "id" = was."id";
    END IF;
  END IF;
  IF wanted."id" IS NOT NULL THEN
    INSERT INTO "QueueEntry" ("projectId", "articleId", "list", "title", "since", "agreement", "conflicts", "agreementKey", "conflictsKey",
                              "sourceKey", "assigneeKey", "annotators", "annotatorIds", "fewAnnotatorIds", "publisherId", "publisherName",
                              "assigneeId", "assigneeName")
    VALUES (wanted."projectId", wanted."articleId", wanted."list", wanted."title", wanted."since", wanted."agreement", wanted."conflicts",
            wanted."agreementKey", wanted."conflictsKey", wanted."sourceKey", wanted."assigneeKey", wanted."annotators", wanted."annotatorIds",
            wanted."fewAnnotatorIds", wanted."publisherId", wanted."publisherName", wanted."assigneeId", wanted."assigneeName");
  END IF;
  IF was."list" IS DISTINCT FROM wanted."list" THEN
    IF was."list" IS NOT NULL THEN PERFORM count_queue(project, was."list", -1); END IF;
    IF wanted."list" IS NOT NULL THEN PERFORM count_queue(project, wanted."list", 1); END IF;
  END IF;
  -- A withdrawn article's words are kept nowhere; of others the past is kept for as long as somebody may page through it.
  DELETE FROM "QueueEntry" WHERE "articleId" = article AND "endedIn" IS NOT NULL
     AND ("endedAt" < now() - interval '1 day' OR EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = article AND a."withdrawnAt" IS NOT NULL));
END $$;

-- Entries of before say the same; they stay in the snapshots that began before this.
UPDATE "QueueEntry" SET
  "title" = cut_to("title", 150), "publisherName" = cut_to("publisherName", 80), "assigneeName" = cut_to("assigneeName", 80),
  "sourceKey" = left("sourceKey", 61), "assigneeKey" = left("assigneeKey", 61),
  "fewAnnotatorIds" = CASE WHEN cardinality("annotatorIds") <= 32 THEN "annotatorIds" END;

-- Rows of an order lie all over their table: read from it, a page is fifty of its pages. These indexes hold all that a
-- row shows, so that it is five of theirs.
DO $$
DECLARE sort text;
BEGIN
  FOREACH sort IN ARRAY ARRAY['since', 'agreementKey', 'conflictsKey', 'sourceKey', 'assigneeKey'] LOOP
    EXECUTE format('DROP INDEX %I', 'QueueEntry_' || sort);
    EXECUTE format('CREATE INDEX %I ON "QueueEntry" ("projectId", "list", %I, "articleId")
                    INCLUDE ("id", "title", %s "agreement", "conflicts", "annotators", "publisherId", "publisherName", "assigneeId", "assigneeName", "beganIn", "fewAnnotatorIds")
                    WHERE "endedIn" IS NULL', 'QueueEntry_' || sort, sort, CASE sort WHEN 'since' THEN '' ELSE '"since",' END);
  END LOOP;
END $$;

-- An index answers alone only for rows that a vacuum has seen: it comes after some hundreds of changes, at any size.
ALTER TABLE "QueueEntry" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
                              autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 500);

-- What somebody still annotates is asked on every page of the queue: an index of their open work alone stays small.
CREATE INDEX "Layer_open_work" ON "Layer" ("ownerId") INCLUDE ("articleId")
  WHERE "kind" IN ('person', 'measured') AND "state" IN ('open', 'returned');
