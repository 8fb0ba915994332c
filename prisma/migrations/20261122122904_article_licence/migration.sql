-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "licence" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Article" ADD CONSTRAINT "Article_licence" CHECK (char_length("licence") <= 1000);

-- Under which terms a source's texts may be passed on: as noted of it, or else of the source that it was merged into; null where
-- nobody has said.
CREATE FUNCTION source_licence(source uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(s."licence", ''), nullif(c."licence", ''))
    FROM "Source" s LEFT JOIN "Source" c ON c."id" = s."canonicalId" WHERE s."id" = source
$$;
