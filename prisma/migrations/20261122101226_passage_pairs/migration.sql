-- CreateTable
CREATE TABLE "PassageKey" (
    "key" BIGINT NOT NULL,
    "versionId" UUID NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,

    CONSTRAINT "PassageKey_pkey" PRIMARY KEY ("key","versionId","start")
);

-- CreateTable
CREATE TABLE "PassageTask" (
    "articleId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PassageTask_pkey" PRIMARY KEY ("articleId")
);

-- CreateTable
CREATE TABLE "PassagePair" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleA" UUID NOT NULL,
    "versionA" UUID NOT NULL,
    "startA" INTEGER NOT NULL,
    "endA" INTEGER NOT NULL,
    "articleB" UUID NOT NULL,
    "versionB" UUID NOT NULL,
    "startB" INTEGER NOT NULL,
    "endB" INTEGER NOT NULL,
    "score" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "linkId" UUID,
    "isLinked" BOOLEAN NOT NULL DEFAULT false,
    "verdict" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "judgedById" UUID,
    "judgedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PassagePair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PairVerdict" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "pairId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "verdict" TEXT,
    "undoesId" UUID,
    "byId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PairVerdict_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PassageKey_versionId_idx" ON "PassageKey"("versionId");

-- CreateIndex
CREATE INDEX "PassageTask_createdAt_idx" ON "PassageTask"("createdAt");

-- CreateIndex
CREATE INDEX "PassagePair_articleA_idx" ON "PassagePair"("articleA");

-- CreateIndex
CREATE INDEX "PassagePair_articleB_idx" ON "PassagePair"("articleB");

-- CreateIndex
CREATE UNIQUE INDEX "PassagePair_versionA_startA_endA_versionB_startB_endB_key" ON "PassagePair"("versionA", "startA", "endA", "versionB", "startB", "endB");

-- CreateIndex
CREATE UNIQUE INDEX "PassagePair_id_projectId_key" ON "PassagePair"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "PairVerdict_number_key" ON "PairVerdict"("number");

-- CreateIndex
CREATE UNIQUE INDEX "PairVerdict_undoesId_key" ON "PairVerdict"("undoesId");

-- CreateIndex
CREATE INDEX "PairVerdict_pairId_projectId_idx" ON "PairVerdict"("pairId", "projectId");

-- AddForeignKey
ALTER TABLE "PairVerdict" ADD CONSTRAINT "PairVerdict_pairId_projectId_fkey" FOREIGN KEY ("pairId", "projectId") REFERENCES "PassagePair"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "PassageKey" ADD CONSTRAINT "PassageKey_span" CHECK ("start" >= 0 AND "end" > "start");
ALTER TABLE "PassagePair"
  ADD CONSTRAINT "PassagePair_spans" CHECK ("startA" >= 0 AND "endA" > "startA" AND "startB" >= 0 AND "endB" > "startB"),
  ADD CONSTRAINT "PassagePair_order" CHECK (("versionA", "startA") < ("versionB", "startB")),
  ADD CONSTRAINT "PassagePair_apart" CHECK ("versionA" <> "versionB" OR "endA" <= "startB"),
  ADD CONSTRAINT "PassagePair_score" CHECK ("score" BETWEEN 0 AND 100),
  ADD CONSTRAINT "PassagePair_method" CHECK ("method" IN ('texts', 'link') AND ("method" = 'link') = ("linkId" IS NOT NULL)),
  ADD CONSTRAINT "PassagePair_verdict" CHECK (
    "verdict" IN ('verbatim', 'light-revision', 'heavy-revision', 'summary', 'translation', 'no', 'unsure')
    AND num_nonnulls("verdict", "judgedById", "judgedAt") = 3 OR num_nonnulls("verdict", "judgedById", "judgedAt") = 0),
  ADD CONSTRAINT "PassagePair_versionA_fkey" FOREIGN KEY ("versionA", "articleA", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId"),
  ADD CONSTRAINT "PassagePair_versionB_fkey" FOREIGN KEY ("versionB", "articleB", "projectId") REFERENCES "ArticleVersion"("id", "articleId", "projectId");
ALTER TABLE "PairVerdict"
  ADD CONSTRAINT "PairVerdict_verdict" CHECK ("verdict" IN ('verbatim', 'light-revision', 'heavy-revision', 'summary', 'translation', 'no', 'unsure')),
  ADD CONSTRAINT "PairVerdict_undo" CHECK (("verdict" IS NULL) <= ("undoesId" IS NOT NULL)),
  ADD CONSTRAINT "PairVerdict_undoesId_fkey" FOREIGN KEY ("undoesId") REFERENCES "PairVerdict"("id");

-- Each list of the pairs screen is one range of one index.
CREATE INDEX "PassagePair_open" ON "PassagePair" ("projectId", "score" DESC, "id" DESC) WHERE "verdict" IS NULL AND NOT "isLinked";
CREATE INDEX "PassagePair_unsure" ON "PassagePair" ("projectId", "judgedAt" DESC, "id" DESC) WHERE "verdict" = 'unsure';
CREATE INDEX "PassagePair_judged" ON "PassagePair" ("projectId", "judgedAt" DESC, "id" DESC) WHERE "verdict" IS NOT NULL AND "verdict" <> 'unsure';
CREATE INDEX "PassagePair_versionB" ON "PassagePair" ("versionB");

-- Keys and tasks are computed, and so are pairs that nobody judged; answers are never changed.
GRANT SELECT, INSERT, DELETE ON "PassageKey" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "PassageTask" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "PassagePair" TO sourcebench_app;
GRANT SELECT, INSERT ON "PairVerdict" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "PairVerdict_number_seq" TO sourcebench_app;
CREATE TRIGGER "PairVerdict_append_only" BEFORE UPDATE OR DELETE ON "PairVerdict" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "PairVerdict_no_truncate" BEFORE TRUNCATE ON "PairVerdict" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The words of a span, read from the chunks it touches; empty where it does not lie in the text.
CREATE FUNCTION quote_of(version uuid, first int, behind int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(substr(string_agg(c."text", '' ORDER BY c."ordinal"), first - (first / 1024) * 1024 + 1, behind - first), '')
    FROM "Chunk" c WHERE c."versionId" = version AND c."ordinal" BETWEEN first / 1024 AND (behind - 1) / 1024
$$;

-- What the keys and pairs of an article rest on: its newest text and language, and links that are suggested in its layers.
CREATE FUNCTION note_passages(article uuid, project uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "PassageTask" ("articleId", "projectId") VALUES (article, project)
  ON CONFLICT ("articleId") DO UPDATE SET "revision" = "PassageTask"."revision" + 1
$$;
CREATE FUNCTION note_article_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_passages(NEW."id", NEW."projectId");
  RETURN NULL;
END $$;
CREATE TRIGGER "Article_passages" AFTER UPDATE OF "language", "withdrawnAt" ON "Article" FOR EACH ROW
  WHEN ((OLD."language", OLD."withdrawnAt" IS NULL) IS DISTINCT FROM (NEW."language", NEW."withdrawnAt" IS NULL))
  EXECUTE FUNCTION note_article_passages();
CREATE FUNCTION note_version_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_passages(NEW."articleId", NEW."projectId");
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_passages" AFTER INSERT ON "ArticleVersion" FOR EACH ROW EXECUTE FUNCTION note_version_passages();
CREATE FUNCTION note_link_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_passages(x."articleId", x."projectId")
     FROM (SELECT DISTINCT l."articleId", l."projectId" FROM changed k JOIN "Layer" l ON l."id" = k."layerId" WHERE k."state" = 'suggested') x;
  RETURN NULL;
END $$;
CREATE TRIGGER "ReuseLink_inserted_passages" AFTER INSERT ON "ReuseLink" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_link_passages();

-- A withdrawn text leaves no trace of its words, not even as hashes.
CREATE FUNCTION drop_redacted_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "PassageKey" WHERE "versionId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "ArticleVersion_redacted_keys" AFTER UPDATE OF "redactedBy" ON "ArticleVersion" FOR EACH ROW
  WHEN (NEW."redactedBy" IS NOT NULL) EXECUTE FUNCTION drop_redacted_keys();

-- What is judged of a pair joins or parts clusters once both articles are finished.
CREATE FUNCTION note_pair_reuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_reuse(NEW."articleA", NEW."projectId", OLD."verdict" IS NOT NULL AND OLD."verdict" NOT IN ('no', 'unsure'));
  RETURN NULL;
END $$;
CREATE TRIGGER "PassagePair_reuse" AFTER UPDATE OF "verdict" ON "PassagePair" FOR EACH ROW
  WHEN (OLD."verdict" IS DISTINCT FROM NEW."verdict") EXECUTE FUNCTION note_pair_reuse();

-- Pairs are of texts, so nothing of others' marks is in them but what was judged and what a suggested link led to. Nobody sees
-- a pair with a text on which they still have their own work to hand in, or may still be measured. Managers and reviewers see
-- the others, those from a link where they see its layer; everyone else what was judged of finished articles.
CREATE FUNCTION seen_pairs(viewer uuid) RETURNS SETOF "PassagePair" LANGUAGE sql STABLE AS $$
  SELECT p.* FROM "PassagePair" p
    JOIN "Article" a ON a."id" = p."articleA" AND a."withdrawnAt" IS NULL
    JOIN "Article" b ON b."id" = p."articleB" AND b."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, p."projectId") AS role) r
   WHERE r.role IS NOT NULL
     AND p."articleA" NOT IN (SELECT blind_articles(viewer))
     AND p."articleB" NOT IN (SELECT blind_articles(viewer))
     AND ((r.role IN ('manager', 'reviewer')
           AND (p."linkId" IS NULL OR EXISTS (
                  SELECT 1 FROM "ReuseLink" k JOIN seen_layers(viewer) l ON l."id" = k."layerId" WHERE k."id" = p."linkId")))
       OR (p."verdict" IS NOT NULL AND a."state" = 'done' AND b."state" = 'done'))
$$;

-- The links that count: of final layers, and those that reviewers judged between finished articles.
CREATE OR REPLACE VIEW "FinalReuse" AS
  SELECT k."id", k."projectId", k."annotationId", k."passageId", k."degree", k."lost", k."evidence", k."state",
         CASE k."direction" WHEN 'to-passage' THEN 'a' WHEN 'from-passage' THEN 'b' END AS "original",
         l."articleId" AS "articleA", l."versionId" AS "versionA", v."articleId" AS "articleB", p."versionId" AS "versionB", p."url", p."quote" AS "quoteB",
         NULL::int AS "startA", NULL::int AS "endA", NULL::int AS "startB", NULL::int AS "endB"
    FROM "ReuseLink" k
    JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
    JOIN "Layer" l ON l."id" = k."layerId" AND l."kind" = 'adjudicated'
    JOIN "Article" a ON a."id" = l."articleId" AND a."state" = 'done' AND a."withdrawnAt" IS NULL
    JOIN "Passage" p ON p."id" = k."passageId"
    LEFT JOIN "ArticleVersion" v ON v."id" = p."versionId"
    LEFT JOIN "Article" t ON t."id" = v."articleId"
   WHERE k."deletedAt" IS NULL AND k."state" IN ('confirmed', 'rejected') AND t."withdrawnAt" IS NULL
  UNION ALL
  SELECT p."id", p."projectId", NULL, NULL, CASE p."verdict" WHEN 'no' THEN 'heavy-revision' ELSE p."verdict" END, '{}'::text[], NULL,
         CASE p."verdict" WHEN 'no' THEN 'rejected' ELSE 'confirmed' END, NULL,
         p."articleA", p."versionA", p."articleB", p."versionB", NULL, quote_of(p."versionB", p."startB", p."endB"),
         p."startA", p."endA", p."startB", p."endB"
    FROM "PassagePair" p
    JOIN "Article" a ON a."id" = p."articleA" AND a."state" = 'done' AND a."withdrawnAt" IS NULL
    JOIN "Article" b ON b."id" = p."articleB" AND b."state" = 'done' AND b."withdrawnAt" IS NULL
   WHERE p."verdict" IS NOT NULL AND p."verdict" <> 'unsure';

INSERT INTO "PassageTask" ("articleId", "projectId")
SELECT a."id", a."projectId" FROM "Article" a WHERE a."withdrawnAt" IS NULL;
