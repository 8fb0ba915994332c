-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "goldPercent" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mostOpen" INTEGER,
ADD COLUMN     "mostPerWeek" INTEGER,
ADD COLUMN     "orderSeed" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "showsCalibration" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "showsGoldResults" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "takeOrder" TEXT NOT NULL DEFAULT 'priority';

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "mostOpen" INTEGER,
ADD COLUMN     "mostPerWeek" INTEGER;

-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "isCalibration" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isGold" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Slot" DROP COLUMN "activeMs",
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'ordinary',
ADD COLUMN     "language" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "reservedForId" UUID,
ADD COLUMN     "turn" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Layer" ADD COLUMN     "surplusOfId" UUID;

-- CreateTable
CREATE TABLE "WorkTime" (
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "seconds" INTEGER NOT NULL,

    CONSTRAINT "WorkTime_pkey" PRIMARY KEY ("articleId","userId","day")
);

-- CreateTable
CREATE TABLE "WorkClock" (
    "userId" UUID NOT NULL,
    "countedUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WorkClock_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "GoldResult" (
    "slotId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "exact" DOUBLE PRECISION,
    "overlap" DOUBLE PRECISION,
    "goldMarks" INTEGER NOT NULL,
    "ownMarks" INTEGER NOT NULL,
    "matched" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GoldResult_pkey" PRIMARY KEY ("slotId")
);

-- CreateTable
CREATE TABLE "ReviewBar" (
    "projectId" UUID NOT NULL,
    "reviewerId" UUID NOT NULL,
    "annotatorId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReviewBar_pkey" PRIMARY KEY ("projectId","reviewerId","annotatorId")
);

-- CreateIndex
CREATE INDEX "WorkTime_projectId_day_userId_articleId_idx" ON "WorkTime"("projectId", "day", "userId", "articleId");

-- CreateIndex
CREATE INDEX "WorkTime_userId_projectId_day_idx" ON "WorkTime"("userId", "projectId", "day");

-- CreateIndex
CREATE INDEX "GoldResult_projectId_userId_createdAt_idx" ON "GoldResult"("projectId", "userId", "createdAt");

-- CreateIndex
CREATE INDEX "GoldResult_articleId_idx" ON "GoldResult"("articleId");

-- CreateIndex
CREATE INDEX "GoldResult_userId_idx" ON "GoldResult"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "GoldResult_slotId_projectId_key" ON "GoldResult"("slotId", "projectId");

-- CreateIndex
CREATE INDEX "ReviewBar_reviewerId_idx" ON "ReviewBar"("reviewerId");

-- CreateIndex
CREATE INDEX "ReviewBar_annotatorId_idx" ON "ReviewBar"("annotatorId");

-- CreateIndex
CREATE INDEX "Slot_reservedForId_idx" ON "Slot"("reservedForId");

-- CreateIndex
CREATE UNIQUE INDEX "Layer_surplusOfId_key" ON "Layer"("surplusOfId");

-- AddForeignKey
ALTER TABLE "Slot" ADD CONSTRAINT "Slot_reservedForId_fkey" FOREIGN KEY ("reservedForId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Layer" ADD CONSTRAINT "Layer_surplusOfId_fkey" FOREIGN KEY ("surplusOfId") REFERENCES "Layer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkTime" ADD CONSTRAINT "WorkTime_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkTime" ADD CONSTRAINT "WorkTime_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkClock" ADD CONSTRAINT "WorkClock_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GoldResult" ADD CONSTRAINT "GoldResult_slotId_projectId_fkey" FOREIGN KEY ("slotId", "projectId") REFERENCES "Slot"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GoldResult" ADD CONSTRAINT "GoldResult_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GoldResult" ADD CONSTRAINT "GoldResult_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewBar" ADD CONSTRAINT "ReviewBar_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewBar" ADD CONSTRAINT "ReviewBar_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewBar" ADD CONSTRAINT "ReviewBar_annotatorId_fkey" FOREIGN KEY ("annotatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE ON "WorkTime", "WorkClock", "GoldResult" TO sourcebench_app;
GRANT SELECT, INSERT, DELETE ON "ReviewBar" TO sourcebench_app;

ALTER TABLE "Project"
  ADD CONSTRAINT "Project_takeOrder" CHECK ("takeOrder" IN ('priority', 'oldest', 'random')),
  ADD CONSTRAINT "Project_goldPercent" CHECK ("goldPercent" BETWEEN 0 AND 50),
  ADD CONSTRAINT "Project_limits" CHECK ("mostOpen" > 0 AND "mostPerWeek" > 0);
ALTER TABLE "Member" ADD CONSTRAINT "Member_limits" CHECK ("mostOpen" > 0 AND "mostPerWeek" > 0);
ALTER TABLE "Slot" ADD CONSTRAINT "Slot_kind" CHECK ("kind" IN ('ordinary', 'calibration', 'gold'));
ALTER TABLE "WorkTime" ADD CONSTRAINT "WorkTime_seconds" CHECK ("seconds" BETWEEN 0 AND 86400);
ALTER TABLE "ReviewBar" ADD CONSTRAINT "ReviewBar_two" CHECK ("reviewerId" <> "annotatorId");
ALTER TABLE "Layer" DROP CONSTRAINT "Layer_owner", ADD CONSTRAINT "Layer_owner" CHECK (
  CASE "kind"
    WHEN 'person' THEN "ownerId" IS NOT NULL AND "identityId" IS NULL
    WHEN 'measured' THEN "ownerId" IS NOT NULL AND "identityId" IS NULL
    WHEN 'surplus' THEN "ownerId" IS NOT NULL AND "identityId" IS NULL
    WHEN 'imported' THEN "ownerId" IS NULL AND "batchId" IS NOT NULL
    ELSE "ownerId" IS NULL
  END);
CREATE UNIQUE INDEX "Layer_one_measured" ON "Layer" ("versionId", "ownerId", "round") WHERE "kind" = 'measured';

-- A place's turn in its project's order, so that every order is one range of one index: -priority, nothing (age alone),
-- or 32 bits of a hash by the seed; ties go to the older article.
CREATE FUNCTION slot_turn(project uuid, priority int, number bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE p."takeOrder"
           WHEN 'priority' THEN -priority::bigint
           WHEN 'random' THEN ('x' || substr(md5(p."orderSeed" || ':' || number), 1, 8))::bit(32)::bigint
           ELSE 0 END
    FROM "Project" p WHERE p."id" = project
$$;

CREATE FUNCTION place_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT a."priority", lower(split_part(coalesce(a."language", ''), '-', 1)),
         slot_turn(NEW."projectId", a."priority", NEW."articleNumber")
    INTO NEW."priority", NEW."language", NEW."turn"
    FROM "Article" a WHERE a."id" = NEW."articleId";
  RETURN NEW;
END $$;
CREATE TRIGGER "Slot_place" BEFORE INSERT ON "Slot" FOR EACH ROW EXECUTE FUNCTION place_slot();

CREATE FUNCTION replace_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Slot" SET "priority" = NEW."priority", "language" = lower(split_part(coalesce(NEW."language", ''), '-', 1)),
         "turn" = slot_turn("projectId", NEW."priority", "articleNumber")
   WHERE "articleId" = NEW."id" AND "state" IN ('open', 'taken', 'stalled');
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_slots" AFTER UPDATE OF "priority", "language" ON "Article" FOR EACH ROW
  WHEN (OLD."priority" <> NEW."priority" OR OLD."language" IS DISTINCT FROM NEW."language") EXECUTE FUNCTION replace_slots();

CREATE FUNCTION reorder_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Slot" SET "turn" = slot_turn("projectId", "priority", "articleNumber")
   WHERE "projectId" = NEW."id" AND "state" IN ('open', 'taken', 'stalled');
  RETURN NULL;
END $$;
CREATE TRIGGER "Project_order" AFTER UPDATE OF "takeOrder", "orderSeed" ON "Project" FOR EACH ROW
  WHEN (OLD."takeOrder" <> NEW."takeOrder" OR OLD."orderSeed" <> NEW."orderSeed") EXECUTE FUNCTION reorder_slots();

UPDATE "Slot" s SET "language" = lower(split_part(coalesce(a."language", ''), '-', 1)), "turn" = -s."priority"
  FROM "Article" a WHERE a."id" = s."articleId";

DROP INDEX "Slot_pull";
CREATE INDEX "Slot_pull" ON "Slot" ("projectId", "turn", "articleNumber", "ordinal")
  WHERE "state" = 'open' AND "kind" = 'ordinary' AND "reservedForId" IS NULL;
CREATE INDEX "Slot_reserved" ON "Slot" ("reservedForId", "projectId") WHERE "state" = 'open' AND "reservedForId" IS NOT NULL;
CREATE UNIQUE INDEX "Slot_reserved_once" ON "Slot" ("articleId", "reservedForId") WHERE "reservedForId" IS NOT NULL;
CREATE INDEX "Slot_stalled" ON "Slot" ("projectId", "takenAt", "id") WHERE "state" = 'stalled';
CREATE INDEX "Slot_in_hand" ON "Slot" ("projectId", "leaseUntil") WHERE "state" = 'taken';
CREATE INDEX "Article_gold" ON "Article" ("projectId", "number") WHERE "isGold" AND "withdrawnAt" IS NULL;
CREATE INDEX "Article_calibration" ON "Article" ("projectId", "number") WHERE "isCalibration" AND "withdrawnAt" IS NULL;

-- Whoever becomes an annotator gets a place on each calibration article that is still open; whoever no longer is one
-- keeps no place that they have not taken.
CREATE FUNCTION offer_calibration() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted record;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD."role" = 'annotator' AND (TG_OP = 'DELETE' OR NEW."role" <> 'annotator') THEN
    DELETE FROM "Slot" WHERE "projectId" = OLD."projectId" AND "reservedForId" = OLD."userId" AND "state" = 'open' AND "kind" = 'calibration';
    IF TG_OP = 'DELETE' OR NEW."role" = 'viewer' THEN
      UPDATE "Slot" SET "reservedForId" = NULL WHERE "projectId" = OLD."projectId" AND "reservedForId" = OLD."userId" AND "state" = 'open';
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW."role" = 'annotator' THEN
    FOR wanted IN
      SELECT a."id", a."projectId", a."number" FROM "Article" a
       WHERE a."projectId" = NEW."projectId" AND a."isCalibration" AND a."withdrawnAt" IS NULL AND a."state" = 'open'
         AND NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND NEW."userId" IN (s."personId", s."reservedForId"))
       ORDER BY a."number" FOR NO KEY UPDATE
    LOOP
      INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "kind", "reservedForId")
      SELECT gen_random_uuid(), wanted."projectId", wanted."id",
             coalesce((SELECT max(o."ordinal") FROM "Slot" o WHERE o."articleId" = wanted."id"), 0) + 1, wanted."number", 'calibration', NEW."userId";
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "Member_calibration" AFTER INSERT OR DELETE OR UPDATE OF "role" ON "Member" FOR EACH ROW
  EXECUTE FUNCTION offer_calibration();

-- Blindness, as before, and gold: an article with gold is to whoever may be measured on it like one that others still
-- work on, unless they had done it before; what is measured is its person's and the managers'.
CREATE OR REPLACE FUNCTION seen_layers(viewer uuid) RETURNS SETOF "Layer" LANGUAGE sql STABLE AS $$
  SELECT l.*
    FROM "Layer" l
    JOIN "Article" a ON a."id" = l."articleId" AND a."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, l."projectId") AS role) r
   WHERE r.role IS NOT NULL
     AND (l."ownerId" = viewer
       OR (NOT EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = l."articleId" AND mine."ownerId" = viewer
                AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned'))
           AND (NOT a."isGold" OR r.role IN ('manager', 'reviewer') OR EXISTS (
             SELECT 1 FROM "Layer" mine
              WHERE mine."articleId" = l."articleId" AND mine."ownerId" = viewer AND mine."kind" = 'person' AND mine."state" = 'submitted'))
           AND CASE l."kind"
             WHEN 'shared' THEN true
             WHEN 'adjudicated' THEN a."state" = 'done' OR r.role IN ('manager', 'reviewer')
             WHEN 'person' THEN (r.role IN ('manager', 'reviewer') AND l."state" <> 'open') OR (r.role = 'annotator' AND a."state" = 'done')
             WHEN 'surplus' THEN r.role IN ('manager', 'reviewer')
             WHEN 'imported' THEN r.role IN ('manager', 'reviewer') OR a."state" = 'done'
             WHEN 'gold' THEN r.role = 'manager'
             WHEN 'measured' THEN r.role = 'manager' AND l."state" <> 'open'
           END))
$$;
