-- DropIndex
DROP INDEX "CardSource_sourceId_isOrigin_idx";

-- CreateIndex
CREATE INDEX "CardSource_sourceId_isOrigin_cardId_idx" ON "CardSource"("sourceId", "isOrigin", "cardId");

-- The 47th and the 48th brigade do not sound alike: words with numbers stay as they are written.
CREATE OR REPLACE FUNCTION name_folds(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
  latin := regexp_replace(lower(latin), '[^a-z0-9]+', ' ', 'g');
  FOR reading IN 1..2 LOOP
    words := '{}';
    FOREACH word IN ARRAY string_to_array(btrim(latin), ' ') LOOP
      CONTINUE WHEN word IN ('', 'al', 'el', 'ul', 'the');
      IF word ~ '[0-9]' THEN
        words := words || word;
        CONTINUE;
      END IF;
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
    IF char_length(regexp_replace(coalesce(key, ''), '[a 0-9]', '', 'g')) >= 3 AND NOT keys @> ARRAY[key] THEN
      keys := keys || key;
    END IF;
  END LOOP;
  RETURN keys;
END $$;
REINDEX INDEX "Source_name_folds";
REINDEX INDEX "Source_surname_folds";
REINDEX INDEX "SourceAlias_name_folds";
