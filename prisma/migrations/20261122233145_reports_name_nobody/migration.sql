-- Reports of imports said by name who had withdrawn a text for good: names stand with people alone, so that they can be forgotten.
UPDATE "ImportBatch" b SET "report" = jsonb_set(b."report", '{leftOut}', (
  SELECT jsonb_agg(
           CASE WHEN jsonb_typeof(e -> 'reason') = 'string'
                THEN jsonb_set(e, '{reason}', to_jsonb(regexp_replace(
                       e ->> 'reason', '^(This text was withdrawn for good on \d{4}-\d\d-\d\d by ).*$', '\1an administrator.')))
                ELSE e END ORDER BY place)
    FROM jsonb_array_elements(b."report" -> 'leftOut') WITH ORDINALITY AS w(e, place)))
 WHERE jsonb_typeof(b."report" -> 'leftOut') = 'array' AND b."report" ->> 'leftOut' LIKE '%This text was withdrawn for good on %';
