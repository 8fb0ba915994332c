-- AlterTable
ALTER TABLE "Installation" ADD COLUMN     "ratesPersons" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "RatingRound" ADD COLUMN     "dueOn" DATE,
ADD COLUMN     "periodFrom" DATE,
ADD COLUMN     "periodTo" DATE,
ADD COLUMN     "reopenedAt" TIMESTAMPTZ(3),
ADD COLUMN     "topic" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "RatingRoundSource" ADD COLUMN     "role" TEXT;
UPDATE "RatingRoundSource" r SET "role" = CASE
    WHEN s."kind" IN ('outlet', 'agency') THEN 'publisher' WHEN s."kind" = 'document' THEN 'origin' ELSE 'speaker' END
  FROM "Source" s WHERE s."id" = r."sourceId";
ALTER TABLE "RatingRoundSource" ALTER COLUMN "role" SET NOT NULL;

-- AlterTable
ALTER TABLE "RatingRoundRater" ADD COLUMN     "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "HouseGrade" ADD COLUMN     "topic" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "RatingEvidence" (
    "ratingId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "passageId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "annotationId" UUID,

    CONSTRAINT "RatingEvidence_pkey" PRIMARY KEY ("ratingId","ordinal")
);

-- CreateIndex
CREATE INDEX "RatingEvidence_passageId_idx" ON "RatingEvidence"("passageId");

-- CreateIndex
CREATE INDEX "RatingEvidence_annotationId_idx" ON "RatingEvidence"("annotationId");

-- CreateIndex
CREATE INDEX "Credibility_number_idx" ON "Credibility"("number");

-- AddForeignKey
ALTER TABLE "RatingEvidence" ADD CONSTRAINT "RatingEvidence_ratingId_fkey" FOREIGN KEY ("ratingId") REFERENCES "SourceRating"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingEvidence" ADD CONSTRAINT "RatingEvidence_passageId_projectId_fkey" FOREIGN KEY ("passageId", "projectId") REFERENCES "Passage"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatingEvidence" ADD CONSTRAINT "RatingEvidence_annotationId_projectId_fkey" FOREIGN KEY ("annotationId", "projectId") REFERENCES "Annotation"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "RatingRoundSource" ADD CONSTRAINT "RatingRoundSource_role" CHECK ("role" IN ('publisher', 'origin', 'speaker'));
ALTER TABLE "RatingRound" ADD CONSTRAINT "RatingRound_period" CHECK ("periodFrom" <= "periodTo");

-- Evidence was the ids of marks alone; now each is a passage that quotes the mark's words as they stand.
DO $$
DECLARE
  one record;
  passage uuid;
  words record;
BEGIN
  FOR one IN
    SELECT r."id" AS rating, e.ordinality::int AS ordinal, n."id" AS mark, n."versionId", n."projectId"
      FROM "SourceRating" r
     CROSS JOIN LATERAL jsonb_array_elements(r."evidence") WITH ORDINALITY AS e(value, ordinality)
      JOIN "Annotation" n ON n."id" = (e.value->>'annotationId')::uuid
     ORDER BY 1, 2
  LOOP
    passage := gen_random_uuid();
    INSERT INTO "Passage" ("id", "projectId", "versionId", "quote")
      SELECT passage, one."projectId", one."versionId", string_agg(s."quote", ' … ' ORDER BY s."start")
        FROM "AnnotationSpan" s WHERE s."annotationId" = one.mark AND s."role" IN ('body', 'content')
      HAVING count(*) > 0;
    CONTINUE WHEN NOT FOUND;
    INSERT INTO "PassageSpan" ("passageId", "versionId", "start", "end", "quote")
      SELECT passage, one."versionId", s."start", s."end", s."quote"
        FROM "AnnotationSpan" s WHERE s."annotationId" = one.mark AND s."role" IN ('body', 'content');
    INSERT INTO "RatingEvidence" ("ratingId", "ordinal", "passageId", "projectId", "annotationId")
      VALUES (one.rating, one.ordinal, passage, one."projectId", one.mark);
  END LOOP;
END $$;
ALTER TABLE "SourceRating" DROP COLUMN "evidence";

GRANT SELECT, INSERT ON "RatingEvidence" TO sourcebench_app;
CREATE TRIGGER "RatingEvidence_append_only" BEFORE UPDATE OR DELETE ON "RatingEvidence"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "RatingEvidence_no_truncate" BEFORE TRUNCATE ON "RatingEvidence"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Others' ratings of a source in a role, on a topic, are seen by whoever has saved one's own; but what was said since a
-- round began stays hidden from its raters until they have answered in it, however often they rated the source before.
CREATE OR REPLACE FUNCTION seen_ratings(viewer uuid) RETURNS SETOF "SourceRating" LANGUAGE sql STABLE AS $$
  SELECT r.* FROM "SourceRating" r
   WHERE r."raterId" = viewer
      OR (EXISTS (SELECT 1 FROM "SourceRating" mine
                   WHERE mine."sourceId" = r."sourceId" AND mine."raterId" = viewer AND mine."role" = r."role" AND mine."topic" = r."topic")
          AND NOT EXISTS (
            SELECT 1 FROM "RatingRoundSource" s
              JOIN "RatingRoundRater" asked ON asked."roundId" = s."roundId" AND asked."userId" = viewer
              JOIN "RatingRound" d ON d."id" = s."roundId" AND d."closedAt" IS NULL
             WHERE s."sourceId" = r."sourceId" AND s."role" = r."role" AND d."topic" = r."topic"
               AND (r."roundId" = d."id" OR r."createdAt" >= d."createdAt")
               AND NOT EXISTS (SELECT 1 FROM "SourceRating" said
                                WHERE said."roundId" = d."id" AND said."sourceId" = r."sourceId" AND said."raterId" = viewer)))
$$;

-- A house grade says what its ratings say: it is seen by who sees them all, and by those who read and never rate.
CREATE FUNCTION seen_house_grades(viewer uuid) RETURNS SETOF "HouseGrade" LANGUAGE sql STABLE AS $$
  SELECT h.* FROM "HouseGrade" h
   WHERE (SELECT register_role(viewer)) = 'viewer'
      OR ((SELECT register_role(viewer)) IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM unnest(h."ratingIds") AS named(id)
                           WHERE NOT EXISTS (SELECT 1 FROM seen_ratings(viewer) r WHERE r."id" = named.id)))
$$;
