-- CreateTable
CREATE TABLE "QueueEntry" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "agreement" DOUBLE PRECISION,
    "conflicts" INTEGER,
    "agreementKey" DOUBLE PRECISION NOT NULL,
    "conflictsKey" INTEGER NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "assigneeKey" TEXT NOT NULL,
    "annotators" INTEGER NOT NULL,
    "annotatorIds" UUID[],
    "publisherId" UUID NOT NULL,
    "publisherName" TEXT,
    "assigneeId" UUID NOT NULL,
    "assigneeName" TEXT,
    "beganIn" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "endedIn" xid8,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "QueueEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueCount" (
    "projectId" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "QueueCount_pkey" PRIMARY KEY ("projectId","list")
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "isShared" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BulkAct" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "actorId" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "bodyHash" BYTEA NOT NULL,
    "items" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMPTZ(3),
    "undone" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "BulkAct_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "QueueEntry_articleId_endedAt_idx" ON "QueueEntry"("articleId", "endedAt");

-- CreateIndex
CREATE INDEX "SavedView_projectId_place_idx" ON "SavedView"("projectId", "place");

-- CreateIndex
CREATE INDEX "SavedView_ownerId_idx" ON "SavedView"("ownerId");

-- CreateIndex
CREATE INDEX "BulkAct_projectId_createdAt_idx" ON "BulkAct"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "BulkAct_actorId_idx" ON "BulkAct"("actorId");

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BulkAct" ADD CONSTRAINT "BulkAct_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BulkAct" ADD CONSTRAINT "BulkAct_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Entries and their counts are written by the triggers below, in the transaction of the change, whichever way that was.
GRANT SELECT, INSERT, UPDATE, DELETE ON "QueueEntry", "QueueCount" TO sourcebench_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON "SavedView", "BulkAct" TO sourcebench_app;
ALTER TABLE "QueueCount" ADD CONSTRAINT "QueueCount_whole" CHECK ("count" >= 0);
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_place" CHECK ("place" IN ('review', 'marks'));
CREATE UNIQUE INDEX "SavedView_name" ON "SavedView" ("projectId", "place", "ownerId", lower("name")) WHERE "deletedAt" IS NULL;

-- The queue is read from its entries now.
DROP INDEX "Article_review_queue";
CREATE UNIQUE INDEX "QueueEntry_current" ON "QueueEntry" ("articleId") WHERE "endedIn" IS NULL;
CREATE INDEX "QueueEntry_ended" ON "QueueEntry" ("projectId", "endedIn") WHERE "endedIn" IS NOT NULL;
CREATE INDEX "QueueEntry_own" ON "QueueEntry" ("assigneeId", "projectId", "list") WHERE "endedIn" IS NULL;
CREATE INDEX "QueueEntry_publisher" ON "QueueEntry" ("publisherId") WHERE "endedIn" IS NULL;
-- Each order, alone and under each filter, is one range of an index of its own.
DO $$
DECLARE narrowed text; sort text;
BEGIN
  FOREACH sort IN ARRAY ARRAY['since', 'agreementKey', 'conflictsKey', 'sourceKey', 'assigneeKey'] LOOP
    EXECUTE format('CREATE INDEX %I ON "QueueEntry" ("projectId", "list", %I, "articleId") WHERE "endedIn" IS NULL', 'QueueEntry_' || sort, sort);
    FOREACH narrowed IN ARRAY ARRAY['publisherId', 'assigneeId'] LOOP
      EXECUTE format('CREATE INDEX %I ON "QueueEntry" ("projectId", "list", %I, %I, "articleId") WHERE "endedIn" IS NULL',
                     'QueueEntry_' || narrowed || '_' || sort, narrowed, sort);
    END LOOP;
  END LOOP;
END $$;

-- What an article's entry is to say now; no row where it is in no list.
CREATE FUNCTION wanted_queue_entry(article uuid) RETURNS SETOF "QueueEntry" LANGUAGE sql STABLE AS $$
  SELECT 0::bigint, a."projectId", a."id", q."list", a."title",
         CASE q."list" WHEN 'done' THEN coalesce(a."finishedAt", a."createdAt")
                       WHEN 'returned' THEN coalesce((SELECT e."since" FROM "QueueEntry" e WHERE e."articleId" = a."id" AND e."endedIn" IS NULL AND e."list" = 'returned'), now())
                       WHEN 'disputed' THEN (SELECT min(d."createdAt") FROM "Dispute" d WHERE d."articleId" = a."id" AND d."state" = 'open')
                       WHEN 'signing' THEN coalesce(a."settledAt", a."createdAt")
                       ELSE coalesce(a."reviewReadyAt", a."createdAt") END,
         a."reviewAgreement", a."reviewConflicts", coalesce(a."reviewAgreement", 2), coalesce(a."reviewConflicts", -1),
         CASE WHEN p."name" IS NULL THEN '1' ELSE '0' || lower(left(p."name", 200)) END,
         CASE WHEN r."name" IS NULL THEN '1' ELSE '0' || lower(left(r."name", 200)) END,
         (SELECT count(*)::int FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'submitted' AND s."kind" <> 'gold'),
         ARRAY(SELECT s."personId" FROM "Slot" s WHERE s."articleId" = a."id" AND s."personId" IS NOT NULL AND s."state" <> 'skipped' AND s."kind" <> 'gold' ORDER BY 1),
         coalesce(p."id", '00000000-0000-0000-0000-000000000000'), p."name",
         coalesce(r."id", '00000000-0000-0000-0000-000000000000'), r."name",
         pg_current_xact_id(), NULL::xid8, NULL::timestamptz
    FROM "Article" a
    LEFT JOIN "Source" p ON p."id" = canonical_source(a."publisherId")
    LEFT JOIN "User" r ON r."id" = coalesce(a."reviewerId", a."settledById")
   CROSS JOIN LATERAL (
     SELECT CASE a."state"
              WHEN 'review' THEN CASE WHEN a."settledById" IS NULL THEN 'waiting' ELSE 'signing' END
              WHEN 'done' THEN CASE WHEN EXISTS (SELECT 1 FROM "Dispute" d WHERE d."articleId" = a."id" AND d."state" = 'open') THEN 'disputed' ELSE 'done' END
              WHEN 'open' THEN CASE WHEN EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'returned') THEN 'returned' END
              ELSE a."state" END AS "list") q
   WHERE a."id" = article AND a."withdrawnAt" IS NULL AND q."list" IS NOT NULL
$$;

CREATE FUNCTION count_queue(project uuid, list text, step int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "QueueCount" ("projectId", "list", "count") VALUES (project, list, greatest(step, 0))
  ON CONFLICT ("projectId", "list") DO UPDATE SET "count" = "QueueCount"."count" + step
$$;

-- Ends an article's current entry and begins the one that is wanted. Called when a transaction ends, under one lock a
-- project: two changes at once read what the other left, and nobody waits for a lock while holding this one.
CREATE FUNCTION refresh_queue_entry(article uuid, project uuid) RETURNS void LANGUAGE plpgsql AS $$
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
                              "sourceKey", "assigneeKey", "annotators", "annotatorIds", "publisherId", "publisherName", "assigneeId", "assigneeName")
    VALUES (wanted."projectId", wanted."articleId", wanted."list", wanted."title", wanted."since", wanted."agreement", wanted."conflicts",
            wanted."agreementKey", wanted."conflictsKey", wanted."sourceKey", wanted."assigneeKey", wanted."annotators", wanted."annotatorIds",
            wanted."publisherId", wanted."publisherName", wanted."assigneeId", wanted."assigneeName");
  END IF;
  IF was."list" IS DISTINCT FROM wanted."list" THEN
    IF was."list" IS NOT NULL THEN PERFORM count_queue(project, was."list", -1); END IF;
    IF wanted."list" IS NOT NULL THEN PERFORM count_queue(project, wanted."list", 1); END IF;
  END IF;
  -- A withdrawn article's words are kept nowhere; of others the past is kept for as long as somebody may page through it.
  DELETE FROM "QueueEntry" WHERE "articleId" = article AND "endedIn" IS NOT NULL
     AND ("endedAt" < now() - interval '1 day' OR EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = article AND a."withdrawnAt" IS NOT NULL));
END $$;

CREATE FUNCTION note_article_in_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_queue_entry(NEW."id", NEW."projectId");
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Article_queued" AFTER INSERT ON "Article" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."state" <> 'open') EXECUTE FUNCTION note_article_in_queue();
CREATE CONSTRAINT TRIGGER "Article_queue" AFTER UPDATE ON "Article" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD."state" <> 'open' OR NEW."state" <> 'open' OR OLD."withdrawnAt" IS DISTINCT FROM NEW."withdrawnAt")
    AND (OLD."state", OLD."title", OLD."reviewAgreement", OLD."reviewConflicts", OLD."reviewReadyAt", OLD."reviewerId", OLD."finishedAt", OLD."withdrawnAt", OLD."publisherId", OLD."settledById")
        IS DISTINCT FROM
        (NEW."state", NEW."title", NEW."reviewAgreement", NEW."reviewConflicts", NEW."reviewReadyAt", NEW."reviewerId", NEW."finishedAt", NEW."withdrawnAt", NEW."publisherId", NEW."settledById"))
  EXECUTE FUNCTION note_article_in_queue();

CREATE FUNCTION note_slot_in_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."state" = 'returned' OR EXISTS (SELECT 1 FROM "QueueEntry" e WHERE e."articleId" = NEW."articleId" AND e."endedIn" IS NULL) THEN
    PERFORM refresh_queue_entry(NEW."articleId", NEW."projectId");
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Slot_queue" AFTER UPDATE OF "state", "personId" ON "Slot" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."state" <> NEW."state" OR OLD."personId" IS DISTINCT FROM NEW."personId") EXECUTE FUNCTION note_slot_in_queue();

CREATE FUNCTION note_dispute_in_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_queue_entry(NEW."articleId", NEW."projectId");
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Dispute_queue" AFTER INSERT OR UPDATE ON "Dispute" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION note_dispute_in_queue();

-- The words of a source and of a person are those of now.
CREATE FUNCTION note_source_in_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_queue_entry(x."articleId", x."projectId")
     FROM (WITH RECURSIVE beneath AS (
             SELECT NEW."id" AS id UNION SELECT s."id" FROM "Source" s JOIN beneath b ON s."canonicalId" = b.id)
           SELECT e."articleId", e."projectId" FROM "Article" a JOIN beneath b ON a."publisherId" = b.id
             JOIN "QueueEntry" e ON e."articleId" = a."id" AND e."endedIn" IS NULL ORDER BY e."projectId", e."articleId") x;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Source_queue" AFTER UPDATE ON "Source" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."name" <> NEW."name" OR OLD."canonicalId" IS DISTINCT FROM NEW."canonicalId") EXECUTE FUNCTION note_source_in_queue();

CREATE FUNCTION note_person_in_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_queue_entry(x."articleId", x."projectId")
     FROM (SELECT e."articleId", e."projectId" FROM "QueueEntry" e WHERE e."assigneeId" = NEW."id" AND e."endedIn" IS NULL ORDER BY e."projectId", e."articleId") x;
  -- A forgotten person's name stays in no past entry either.
  DELETE FROM "QueueEntry" WHERE "assigneeId" = NEW."id" AND "endedIn" IS NOT NULL;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "User_queue" AFTER UPDATE ON "User" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."name" <> NEW."name") EXECUTE FUNCTION note_person_in_queue();

SELECT refresh_queue_entry(a."id", a."projectId") FROM "Article" a WHERE a."withdrawnAt" IS NULL ORDER BY a."projectId", a."id";
