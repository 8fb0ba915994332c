-- A source may be merged into one that is merged itself: the terms of the nearest that has any.
CREATE OR REPLACE FUNCTION source_licence(source uuid) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk("licence", "next", "step") AS (
      SELECT s."licence", s."canonicalId", 0 FROM "Source" s WHERE s."id" = source
    UNION ALL
      SELECT s."licence", s."canonicalId", w."step" + 1 FROM walk w JOIN "Source" s ON s."id" = w."next" WHERE w."licence" = '')
  SELECT nullif("licence", '') FROM walk ORDER BY "step" DESC LIMIT 1
$$;
