-- AlterTable
ALTER TABLE "CommentThread" ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(3);

-- What a thread is about is never changed: it is resolved and opened again, or taken back once.
CREATE OR REPLACE FUNCTION keep_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (coalesce(current_setting('sourcebench.redaction', true), '') <> ''
    OR (to_jsonb(NEW) - 'resolvedAt' - 'resolvedById' - 'withdrawnAt' = to_jsonb(OLD) - 'resolvedAt' - 'resolvedById' - 'withdrawnAt'
        AND (OLD."withdrawnAt" IS NULL OR NEW."withdrawnAt" = OLD."withdrawnAt"))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'CommentThread is append-only' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
GRANT UPDATE ("withdrawnAt") ON "CommentThread" TO sourcebench_app;

-- Threads: one's own, instructions for everybody, and those of others where one may hear others; about a source, whoever sees it.
-- One that was taken back is shown to nobody.
CREATE OR REPLACE FUNCTION seen_threads(viewer uuid) RETURNS SETOF "CommentThread" LANGUAGE sql STABLE AS $$
  SELECT t.* FROM "CommentThread" t
   WHERE t."withdrawnAt" IS NULL
     AND CASE WHEN t."articleId" IS NULL
           THEN EXISTS (SELECT 1 FROM seen_sources(viewer) s WHERE s."id" = t."sourceId")
           ELSE EXISTS (SELECT 1 FROM seen_articles(viewer) a WHERE a."id" = t."articleId")
             AND (t."createdById" = viewer OR t."isForAll" OR hears_others(viewer, t."articleId"))
         END
$$;
