-- DropIndex
DROP INDEX "Article_publisherId_idx";

-- DropIndex
DROP INDEX "AttributionSource_sourceId_idx";

-- AlterTable
ALTER TABLE "Source" ADD COLUMN     "refusedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Observation" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "sourceId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "authorId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Observation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Observation_sourceId_number_idx" ON "Observation"("sourceId", "number");

-- CreateIndex
CREATE INDEX "Observation_layerId_number_idx" ON "Observation"("layerId", "number");

-- CreateIndex
CREATE INDEX "Observation_authorId_idx" ON "Observation"("authorId");

-- CreateIndex
CREATE INDEX "Article_publisherId_number_idx" ON "Article"("publisherId", "number");

-- CreateIndex
CREATE INDEX "AttributionSource_sourceId_createdAt_id_idx" ON "AttributionSource"("sourceId", "createdAt", "id");

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_layerId_versionId_projectId_fkey" FOREIGN KEY ("layerId", "versionId", "projectId") REFERENCES "Layer"("id", "versionId", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Observation"
  ADD CONSTRAINT "Observation_span" CHECK ("start" >= 0 AND "end" > "start"),
  ADD CONSTRAINT "Observation_note" CHECK (char_length(btrim("note")) > 0);
CREATE TRIGGER "Observation_quote" AFTER INSERT OR UPDATE ON "Observation" FOR EACH ROW EXECUTE FUNCTION check_span_quote();

-- What was noticed stays as it was written: the one change is that its author takes it back, once.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NULL AND NEW."deletedAt" IS NOT NULL AND to_jsonb(NEW) - 'deletedAt' = to_jsonb(OLD) - 'deletedAt' THEN
    RETURN NEW;
  END IF;
  IF coalesce(current_setting('sourcebench.redaction', true), '') <> '' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% may only be taken back', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE TRIGGER "Observation_only_taken_back" BEFORE UPDATE ON "Observation" FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER "Observation_no_delete" BEFORE DELETE ON "Observation" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Observation_no_truncate" BEFORE TRUNCATE ON "Observation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT, UPDATE ("deletedAt") ON "Observation" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "Observation_number_seq" TO sourcebench_app;

-- An observation is seen by whoever sees the layer it was pinned in.
CREATE FUNCTION seen_observations(viewer uuid) RETURNS SETOF "Observation" LANGUAGE sql STABLE AS $$
  SELECT o.* FROM "Observation" o
   WHERE o."deletedAt" IS NULL
     AND EXISTS (SELECT 1 FROM seen_layers(viewer) l WHERE l."id" = o."layerId")
$$;

-- The queue of proposals, oldest first.
ALTER TABLE "Source" ADD CONSTRAINT "Source_refused_proposal" CHECK ("refusedAt" IS NULL OR "isProposal");
CREATE INDEX "Source_proposal_queue" ON "Source" ("number") WHERE "isProposal" AND "canonicalId" IS NULL AND "refusedAt" IS NULL;

-- How a name sounds, for names romanised in different ways: Shirsky and Syrskyi, Gaddafi and Qadhafi. A coarse key in the
-- manner of Soundex, with two readings as Daitch–Mokotoff and Double Metaphone have them: consonants fall into classes
-- (sibilants and affricates; velars and h; v, w, f), vowels after the first are left out, words are sorted. Cyrillic and
-- Arabic letters are romanised first. The first reading takes j as a vowel, w as v and ch as k (Slavic and German habits),
-- the second j and ch as s, w as a vowel (English and French ones). A key of fewer than three letters says nothing and is
-- left out. It only ever leads to a question; nothing is taken to be the same by it.
CREATE FUNCTION name_folds(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  latin text;
  word text;
  spelt text;
  words text[];
  keys text[] := '{}';
  key text;
BEGIN
  latin := regexp_replace(normalize(name, NFKD), '[\u0300-\u036f\u064b-\u065f\u0670\u0640''’ʼ`ʹʺ]', '', 'g');
  latin := regexp_replace(latin, '(^|[^\u0621-\u064a])\u0627\u0644', '\1', 'g');
  latin := replace(replace(replace(replace(latin, 'щ', 'sh'), 'Щ', 'sh'), 'ш', 'sh'), 'Ш', 'sh');
  latin := replace(replace(replace(replace(latin, 'ж', 'zh'), 'Ж', 'zh'), 'ч', 'cz'), 'Ч', 'cz');
  latin := replace(replace(replace(replace(latin, 'ю', 'yu'), 'Ю', 'yu'), 'я', 'ya'), 'Я', 'ya');
  latin := translate(latin,
    'абвгґдезиійыклмнопрстуфхцэєёїАБВГҐДЕЗИІЙЫКЛМНОПРСТУФХЦЭЄЁЇłŁøØđĐıəƏßьъЬЪ',
    'abvggdeziiiyklmnoprstufkzeeeiabvggdeziiiyklmnoprstufkzeeeillooddiees');
  latin := translate(latin, 'ابتثجحخدذرزسشصضطظغفقكلمنهويىةءع', 'abttjkkddrzsssdtzgfqklmnhwyaa');
  latin := regexp_replace(lower(latin), '[^a-z]+', ' ', 'g');
  FOR reading IN 1..2 LOOP
    words := '{}';
    FOREACH word IN ARRAY string_to_array(btrim(latin), ' ') LOOP
      CONTINUE WHEN word IN ('', 'al', 'el', 'ul', 'the');
      spelt := regexp_replace(word, 'schtsch|shch|tsch|dsch|sch|tch|dzh|cz|dj|zh|sh|ts|tz|dz', 's', 'g');
      spelt := regexp_replace(spelt, 'ch', CASE reading WHEN 1 THEN 'k' ELSE 's' END, 'g');
      spelt := translate(spelt, 'jw', CASE reading WHEN 1 THEN 'yf' ELSE 'su' END);
      spelt := regexp_replace(regexp_replace(spelt, 'c([eiy])', 's\1', 'g'), 'ah$', 'a');
      spelt := regexp_replace(regexp_replace(spelt, '[kg]h|ck', 'k', 'g'), 'ph', 'f', 'g');
      spelt := replace(regexp_replace(spelt, '([td])h', '\1', 'g'), 'x', 'ks');
      spelt := regexp_replace(translate(spelt, 'qghczv', 'kkkksf'), '(.)\1+', '\1', 'g');
      spelt := regexp_replace(left(spelt, 1), '[eiouy]', 'a') || regexp_replace(substr(spelt, 2), '[aeiouy]', '', 'g');
      words := words || spelt;
    END LOOP;
    SELECT string_agg(w, ' ' ORDER BY w COLLATE "C") INTO key FROM unnest(words) w;
    IF char_length(regexp_replace(coalesce(key, ''), '[a ]', '', 'g')) >= 3 AND NOT keys @> ARRAY[key] THEN
      keys := keys || key;
    END IF;
  END LOOP;
  RETURN keys;
END $$;
CREATE INDEX "Source_name_folds" ON "Source" USING gin (name_folds("name"));
CREATE INDEX "Source_surname_folds" ON "Source" USING gin (name_folds(regexp_replace("name", '^.*\s', ''))) WHERE "kind" = 'person';
CREATE INDEX "SourceAlias_name_folds" ON "SourceAlias" USING gin (name_folds("name"));
CREATE INDEX "Source_name_lower" ON "Source" (lower("name"));
CREATE INDEX "SourceAlias_name_lower" ON "SourceAlias" (lower("name"));
