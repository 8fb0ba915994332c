-- AlterTable
ALTER TABLE "CarriedMark" ADD COLUMN     "formerStart" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "parts" JSONB;

-- CreateIndex
CREATE INDEX "CarriedMark_layerId_outcome_formerStart_id_idx" ON "CarriedMark"("layerId", "outcome", "formerStart", "id");

-- Marks carried before: where each began in the earlier text. What is not stored of their parts is found by the texts.
UPDATE "CarriedMark" c SET "formerStart" = s."start"
  FROM (SELECT "annotationId", min("start") AS "start" FROM "AnnotationSpan" GROUP BY "annotationId") s
 WHERE s."annotationId" = c."formerId";

CREATE OR REPLACE FUNCTION keep_carried_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND ROW(NEW."id", NEW."projectId", NEW."layerId", NEW."formerId", NEW."outcome", NEW."nearStart", NEW."nearEnd", NEW."parts", NEW."formerStart")
       IS NOT DISTINCT FROM ROW(OLD."id", OLD."projectId", OLD."layerId", OLD."formerId", OLD."outcome", OLD."nearStart", OLD."nearEnd", OLD."parts", OLD."formerStart") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what became of a mark stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
