-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "showSuggestions" TEXT NOT NULL DEFAULT 'never';

-- AlterTable
ALTER TABLE "Layer" ADD COLUMN     "firstPassAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "SuggestionRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "producer" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnById" UUID,

    CONSTRAINT "SuggestionRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Suggestion" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "kind" "AnnotationKind" NOT NULL,
    "attributes" JSONB NOT NULL,
    "nestedInId" UUID,
    "links" JSONB NOT NULL DEFAULT '[]',
    "score" DOUBLE PRECISION,
    "band" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Suggestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SuggestionSpan" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "suggestionId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,

    CONSTRAINT "SuggestionSpan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SuggestionAnswer" (
    "id" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "suggestionId" UUID NOT NULL,
    "annotationId" UUID,
    "producer" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "score" DOUBLE PRECISION,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SuggestionAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SuggestionTally" (
    "runId" UUID NOT NULL,
    "kind" "AnnotationKind" NOT NULL,
    "band" INTEGER NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "amended" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SuggestionTally_pkey" PRIMARY KEY ("runId","kind","band")
);

-- CreateIndex
CREATE INDEX "SuggestionRun_projectId_id_idx" ON "SuggestionRun"("projectId", "id");

-- CreateIndex
CREATE INDEX "SuggestionRun_createdById_idx" ON "SuggestionRun"("createdById");

-- CreateIndex
CREATE INDEX "SuggestionRun_withdrawnById_idx" ON "SuggestionRun"("withdrawnById");

-- CreateIndex
CREATE UNIQUE INDEX "SuggestionRun_id_projectId_key" ON "SuggestionRun"("id", "projectId");

-- CreateIndex
CREATE INDEX "Suggestion_versionId_idx" ON "Suggestion"("versionId");

-- CreateIndex
CREATE INDEX "Suggestion_runId_idx" ON "Suggestion"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Suggestion_id_versionId_key" ON "Suggestion"("id", "versionId");

-- CreateIndex
CREATE INDEX "SuggestionSpan_suggestionId_idx" ON "SuggestionSpan"("suggestionId");

-- CreateIndex
CREATE INDEX "SuggestionSpan_versionId_idx" ON "SuggestionSpan"("versionId");

-- CreateIndex
CREATE INDEX "SuggestionAnswer_layerId_idx" ON "SuggestionAnswer"("layerId");

-- CreateIndex
CREATE INDEX "SuggestionAnswer_annotationId_idx" ON "SuggestionAnswer"("annotationId");

-- CreateIndex
CREATE INDEX "SuggestionAnswer_suggestionId_idx" ON "SuggestionAnswer"("suggestionId");

-- AddForeignKey
ALTER TABLE "SuggestionRun" ADD CONSTRAINT "SuggestionRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionRun" ADD CONSTRAINT "SuggestionRun_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionRun" ADD CONSTRAINT "SuggestionRun_withdrawnById_fkey" FOREIGN KEY ("withdrawnById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Suggestion" ADD CONSTRAINT "Suggestion_runId_projectId_fkey" FOREIGN KEY ("runId", "projectId") REFERENCES "SuggestionRun"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Suggestion" ADD CONSTRAINT "Suggestion_versionId_projectId_fkey" FOREIGN KEY ("versionId", "projectId") REFERENCES "ArticleVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionSpan" ADD CONSTRAINT "SuggestionSpan_suggestionId_versionId_fkey" FOREIGN KEY ("suggestionId", "versionId") REFERENCES "Suggestion"("id", "versionId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionAnswer" ADD CONSTRAINT "SuggestionAnswer_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionAnswer" ADD CONSTRAINT "SuggestionAnswer_suggestionId_fkey" FOREIGN KEY ("suggestionId") REFERENCES "Suggestion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionAnswer" ADD CONSTRAINT "SuggestionAnswer_annotationId_layerId_fkey" FOREIGN KEY ("annotationId", "layerId") REFERENCES "Annotation"("id", "layerId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SuggestionTally" ADD CONSTRAINT "SuggestionTally_runId_fkey" FOREIGN KEY ("runId") REFERENCES "SuggestionRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Project"
  ADD CONSTRAINT "Project_show_suggestions" CHECK ("showSuggestions" IN ('never', 'after-first-pass', 'from-beginning'));
ALTER TABLE "SuggestionRun"
  ADD CONSTRAINT "SuggestionRun_names" CHECK (char_length(btrim("producer")) > 0 AND char_length(btrim("version")) > 0),
  ADD CONSTRAINT "SuggestionRun_withdrawn" CHECK (("withdrawnAt" IS NULL) = ("withdrawnById" IS NULL));
ALTER TABLE "Suggestion"
  ADD CONSTRAINT "Suggestion_score" CHECK ("score" BETWEEN 0 AND 1),
  ADD CONSTRAINT "Suggestion_band" CHECK ("band" = CASE WHEN "score" IS NULL THEN -1 ELSE least(floor("score" * 10), 9) END),
  ADD CONSTRAINT "Suggestion_nesting" CHECK ("nestedInId" IS NULL OR ("nestedInId" <> "id" AND "kind" = 'attribution'));
ALTER TABLE "SuggestionSpan"
  ADD CONSTRAINT "SuggestionSpan_range" CHECK ("start" >= 0 AND "start" < "end"),
  ADD CONSTRAINT "SuggestionSpan_role" CHECK ("role" IN ('body', 'source', 'cue', 'content'));
CREATE UNIQUE INDEX "SuggestionRun_once" ON "SuggestionRun" ("projectId", "producer", "version") WHERE "withdrawnAt" IS NULL;
CREATE UNIQUE INDEX "SuggestionAnswer_once" ON "SuggestionAnswer" ("layerId", "suggestionId") WHERE "deletedAt" IS NULL;

GRANT SELECT, INSERT ON "SuggestionRun", "Suggestion", "SuggestionSpan" TO sourcebench_app;
GRANT UPDATE ("withdrawnAt", "withdrawnById") ON "SuggestionRun" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON "SuggestionAnswer", "SuggestionTally" TO sourcebench_app;

CREATE TRIGGER "SuggestionSpan_quote" AFTER INSERT OR UPDATE ON "SuggestionSpan" FOR EACH ROW EXECUTE FUNCTION check_span_quote();
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Suggestion', 'SuggestionSpan'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;

-- A run is withdrawn once, and changes in nothing else.
CREATE FUNCTION keep_suggestion_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."withdrawnAt" IS NULL
     AND (to_jsonb(NEW) - 'withdrawnAt' - 'withdrawnById') = (to_jsonb(OLD) - 'withdrawnAt' - 'withdrawnById') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'SuggestionRun is append-only' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "SuggestionRun_append_only" BEFORE UPDATE OR DELETE ON "SuggestionRun" FOR EACH ROW EXECUTE FUNCTION keep_suggestion_run();
CREATE TRIGGER "SuggestionRun_no_truncate" BEFORE TRUNCATE ON "SuggestionRun" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An answer repeats who suggested and how surely, so that layers, events and exports say it without the suggestion.
CREATE FUNCTION check_suggestion_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
       SELECT 1 FROM "Suggestion" s
         JOIN "SuggestionRun" r ON r."id" = s."runId"
         JOIN "Layer" l ON l."id" = NEW."layerId" AND l."versionId" = s."versionId" AND l."kind" IN ('person', 'shared', 'surplus')
        WHERE s."id" = NEW."suggestionId" AND r."producer" = NEW."producer" AND r."version" = NEW."version"
          AND s."score" IS NOT DISTINCT FROM NEW."score") THEN
    RAISE EXCEPTION 'no such suggestion for this text' USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_answer';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "SuggestionAnswer_of" AFTER INSERT OR UPDATE ON "SuggestionAnswer" FOR EACH ROW EXECUTE FUNCTION check_suggestion_answer();

-- What became of a suggestion: rejected without a mark; accepted while the mark is as it was suggested; amended else.
CREATE FUNCTION suggestion_verdict(suggestion uuid, annotation uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN annotation IS NULL THEN 'rejected'
    WHEN EXISTS (SELECT 1 FROM "Annotation" n JOIN "Suggestion" s ON s."id" = suggestion AND s."kind" = n."kind" AND s."attributes" = n."attributes"
                  WHERE n."id" = annotation)
         AND (SELECT string_agg(p."role" || p."start" || '-' || p."end", ',' ORDER BY p."role", p."start", p."end")
                FROM "AnnotationSpan" p WHERE p."annotationId" = annotation)
           = (SELECT string_agg(p."role" || p."start" || '-' || p."end", ',' ORDER BY p."role", p."start", p."end")
                FROM "SuggestionSpan" p WHERE p."suggestionId" = suggestion) THEN 'accepted'
    ELSE 'amended' END
$$;

-- Suggestions that stand to be answered: of runs not withdrawn, never on what others are measured by.
CREATE FUNCTION offered_suggestions(layer uuid) RETURNS SETOF "Suggestion" LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM "Layer" l
    JOIN "Article" a ON a."id" = l."articleId" AND a."withdrawnAt" IS NULL AND NOT a."isCalibration" AND NOT a."isGold"
    JOIN "Project" p ON p."id" = l."projectId"
    JOIN "Suggestion" s ON s."versionId" = l."versionId"
    JOIN "SuggestionRun" r ON r."id" = s."runId" AND r."withdrawnAt" IS NULL
   WHERE l."id" = layer AND l."kind" IN ('person', 'shared') AND l."state" IN ('open', 'returned')
     AND (p."showSuggestions" = 'from-beginning' OR (p."showSuggestions" = 'after-first-pass' AND l."firstPassAt" IS NOT NULL))
$$;

CREATE FUNCTION count_suggestions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SuggestionTally" ("runId", "kind", "band", "total")
  SELECT "runId", "kind", "band", count(*) FROM made GROUP BY "runId", "kind", "band" ORDER BY "runId", "kind", "band"
  ON CONFLICT ("runId", "kind", "band") DO UPDATE SET "total" = "SuggestionTally"."total" + EXCLUDED."total";
  RETURN NULL;
END $$;
CREATE TRIGGER "Suggestion_counted" AFTER INSERT ON "Suggestion" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION count_suggestions();

-- Answers are counted while the layer that gives them is handed in: never from work that somebody may still be blind to by their own.
CREATE FUNCTION counts_answers(layer "Layer") RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT layer."kind" IN ('person', 'shared') AND layer."state" IN ('submitted', 'closed') AND layer."submittedAt" IS NOT NULL
$$;
CREATE FUNCTION answer_counts(layers uuid[]) RETURNS TABLE ("runId" uuid, "kind" "AnnotationKind", "band" int, accepted int, amended int, rejected int)
LANGUAGE sql STABLE AS $$
  SELECT s."runId", s."kind", s."band", count(*) FILTER (WHERE v.verdict = 'accepted')::int,
         count(*) FILTER (WHERE v.verdict = 'amended')::int, count(*) FILTER (WHERE v.verdict = 'rejected')::int
    FROM "SuggestionAnswer" a
    JOIN "Suggestion" s ON s."id" = a."suggestionId"
   CROSS JOIN LATERAL suggestion_verdict(s."id", a."annotationId") AS v(verdict)
   WHERE a."layerId" = ANY (layers) AND a."deletedAt" IS NULL
   GROUP BY s."runId", s."kind", s."band"
$$;
CREATE FUNCTION count_answers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  step int := CASE WHEN counts_answers(NEW) THEN 1 ELSE -1 END;
BEGIN
  IF counts_answers(OLD) = counts_answers(NEW) OR NOT EXISTS (SELECT 1 FROM "SuggestionAnswer" WHERE "layerId" = NEW."id") THEN
    RETURN NULL;
  END IF;
  -- Two layers handed in at once lock the same rows in the same order.
  PERFORM 1 FROM "SuggestionTally" t WHERE t."runId" IN (
      SELECT s."runId" FROM "SuggestionAnswer" a JOIN "Suggestion" s ON s."id" = a."suggestionId" WHERE a."layerId" = NEW."id")
    ORDER BY t."runId", t."kind", t."band" FOR UPDATE;
  UPDATE "SuggestionTally" t
     SET "accepted" = t."accepted" + step * c.accepted, "amended" = t."amended" + step * c.amended, "rejected" = t."rejected" + step * c.rejected
    FROM answer_counts(ARRAY[NEW."id"]) c
   WHERE t."runId" = c."runId" AND t."kind" = c."kind" AND t."band" = c."band";
  RETURN NULL;
END $$;
CREATE TRIGGER "Layer_answers" AFTER UPDATE OF "state", "submittedAt" ON "Layer" FOR EACH ROW EXECUTE FUNCTION count_answers();

-- Withdrawing an article blanks what was suggested for its text, too; its chunks are blank by then.
CREATE FUNCTION redact_suggestions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "SuggestionSpan" SET "quote" = blanked("quote") WHERE "versionId" = NEW."id";
  UPDATE "Suggestion" SET "attributes" = '{}', "links" = '[]' WHERE "versionId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_suggestions" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (OLD."redactedBy" IS NULL AND NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION redact_suggestions();
