-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "needsSignOff" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "showsOthersAfter" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "settledAt" TIMESTAMPTZ(3),
ADD COLUMN     "settledById" UUID;

-- CreateTable
CREATE TABLE "SignOff" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "settledById" UUID NOT NULL,
    "signedById" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignOff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dispute" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "unitId" UUID NOT NULL,
    "raisedById" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DisputeMessage" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "disputeId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "answer" TEXT,
    "decisionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DisputeMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Outcome" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "taken" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "f1" DOUBLE PRECISION,
    "reasons" JSONB NOT NULL DEFAULT '{}',
    "finishedAt" TIMESTAMPTZ(3) NOT NULL,
    "isNews" BOOLEAN NOT NULL DEFAULT true,
    "seenAt" TIMESTAMPTZ(3),

    CONSTRAINT "Outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GuidelineExample" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "anchor" TEXT NOT NULL,
    "unitId" UUID NOT NULL,
    "decisionId" UUID NOT NULL,
    "layerId" UUID NOT NULL,
    "note" TEXT,
    "withdrawsId" UUID,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GuidelineExample_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SignOff_articleId_number_idx" ON "SignOff"("articleId", "number");

-- CreateIndex
CREATE INDEX "Dispute_projectId_state_number_idx" ON "Dispute"("projectId", "state", "number");

-- CreateIndex
CREATE INDEX "Dispute_articleId_idx" ON "Dispute"("articleId");

-- CreateIndex
CREATE INDEX "Dispute_raisedById_idx" ON "Dispute"("raisedById");

-- CreateIndex
CREATE UNIQUE INDEX "Dispute_id_projectId_key" ON "Dispute"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Dispute_unitId_raisedById_key" ON "Dispute"("unitId", "raisedById");

-- CreateIndex
CREATE INDEX "DisputeMessage_disputeId_number_idx" ON "DisputeMessage"("disputeId", "number");

-- CreateIndex
CREATE INDEX "DisputeMessage_decisionId_idx" ON "DisputeMessage"("decisionId");

-- CreateIndex
CREATE INDEX "Outcome_personId_projectId_finishedAt_idx" ON "Outcome"("personId", "projectId", "finishedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Outcome_articleId_personId_key" ON "Outcome"("articleId", "personId");

-- CreateIndex
CREATE INDEX "GuidelineExample_projectId_anchor_number_idx" ON "GuidelineExample"("projectId", "anchor", "number");

-- CreateIndex
CREATE INDEX "GuidelineExample_unitId_idx" ON "GuidelineExample"("unitId");

-- CreateIndex
CREATE INDEX "GuidelineExample_decisionId_idx" ON "GuidelineExample"("decisionId");

-- CreateIndex
CREATE INDEX "GuidelineExample_layerId_idx" ON "GuidelineExample"("layerId");

-- CreateIndex
CREATE UNIQUE INDEX "GuidelineExample_id_projectId_key" ON "GuidelineExample"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "GuidelineExample_withdrawsId_projectId_key" ON "GuidelineExample"("withdrawsId", "projectId");

-- CreateIndex
CREATE INDEX "Article_settledById_idx" ON "Article"("settledById");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewDecision_id_unitId_key" ON "ReviewDecision"("id", "unitId");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewDecision_id_projectId_key" ON "ReviewDecision"("id", "projectId");

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_settledById_fkey" FOREIGN KEY ("settledById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignOff" ADD CONSTRAINT "SignOff_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_unitId_projectId_fkey" FOREIGN KEY ("unitId", "projectId") REFERENCES "ReviewUnit"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DisputeMessage" ADD CONSTRAINT "DisputeMessage_disputeId_projectId_fkey" FOREIGN KEY ("disputeId", "projectId") REFERENCES "Dispute"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DisputeMessage" ADD CONSTRAINT "DisputeMessage_decisionId_projectId_fkey" FOREIGN KEY ("decisionId", "projectId") REFERENCES "ReviewDecision"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outcome" ADD CONSTRAINT "Outcome_articleId_projectId_fkey" FOREIGN KEY ("articleId", "projectId") REFERENCES "Article"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outcome" ADD CONSTRAINT "Outcome_personId_fkey" FOREIGN KEY ("personId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineExample" ADD CONSTRAINT "GuidelineExample_unitId_projectId_fkey" FOREIGN KEY ("unitId", "projectId") REFERENCES "ReviewUnit"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineExample" ADD CONSTRAINT "GuidelineExample_decisionId_unitId_fkey" FOREIGN KEY ("decisionId", "unitId") REFERENCES "ReviewDecision"("id", "unitId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineExample" ADD CONSTRAINT "GuidelineExample_layerId_projectId_fkey" FOREIGN KEY ("layerId", "projectId") REFERENCES "Layer"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineExample" ADD CONSTRAINT "GuidelineExample_withdrawsId_projectId_fkey" FOREIGN KEY ("withdrawsId", "projectId") REFERENCES "GuidelineExample"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Article"
  ADD CONSTRAINT "Article_settled" CHECK (("settledById" IS NULL) = ("settledAt" IS NULL));
ALTER TABLE "SignOff"
  ADD CONSTRAINT "SignOff_verdict" CHECK ("verdict" IN ('confirmed', 'returned')),
  ADD CONSTRAINT "SignOff_comment" CHECK ("verdict" = 'confirmed' OR char_length(btrim(coalesce("comment", ''))) > 0),
  ADD CONSTRAINT "SignOff_second" CHECK ("signedById" <> "settledById");
ALTER TABLE "Dispute"
  ADD CONSTRAINT "Dispute_state" CHECK ("state" IN ('open', 'kept', 'changed', 'withdrawn')),
  ADD CONSTRAINT "Dispute_settled" CHECK (("state" = 'open') = ("settledAt" IS NULL));
ALTER TABLE "DisputeMessage"
  ADD CONSTRAINT "DisputeMessage_answer" CHECK ("answer" IN ('kept', 'changed')),
  ADD CONSTRAINT "DisputeMessage_decision" CHECK (("decisionId" IS NOT NULL) = (coalesce("answer", '') = 'changed')),
  ADD CONSTRAINT "DisputeMessage_body" CHECK (char_length(btrim("body")) > 0);
ALTER TABLE "GuidelineExample"
  ADD CONSTRAINT "GuidelineExample_self" CHECK ("withdrawsId" <> "id");
ALTER TABLE "Outcome"
  ADD CONSTRAINT "Outcome_counts" CHECK (least("taken", "changed", "rejected", "missed") >= 0);

-- What waits: the numbers in the bar read these and nothing else.
CREATE INDEX "Outcome_news" ON "Outcome" ("personId", "projectId") WHERE "isNews";
CREATE INDEX "Dispute_open" ON "Dispute" ("projectId", "number") WHERE "state" = 'open';
CREATE INDEX "Article_sign_off" ON "Article" ("projectId", "settledAt") WHERE "settledAt" IS NOT NULL AND "state" IN ('review', 'reviewing');

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['SignOff', 'DisputeMessage', 'GuidelineExample'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON %I TO sourcebench_app', name);
    EXECUTE format('GRANT USAGE ON SEQUENCE %I TO sourcebench_app', name || '_number_seq');
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ("state", "settledAt") ON "Dispute" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "Dispute_number_seq" TO sourcebench_app;
GRANT SELECT, INSERT, UPDATE ON "Outcome" TO sourcebench_app;

-- An example stands on an adjudicated layer and is seen by whoever sees that layer, until it is taken back.
CREATE FUNCTION seen_examples(viewer uuid) RETURNS SETOF "GuidelineExample" LANGUAGE sql STABLE AS $$
  SELECT e.* FROM "GuidelineExample" e
   WHERE e."withdrawsId" IS NULL
     AND NOT EXISTS (SELECT 1 FROM "GuidelineExample" w WHERE w."withdrawsId" = e."id" AND w."projectId" = e."projectId")
     AND EXISTS (SELECT 1 FROM seen_layers(viewer) l WHERE l."id" = e."layerId")
$$;

-- A dispute is seen by whoever raised it, and by reviewers and managers who see the final layer that it is about.
CREATE FUNCTION seen_disputes(viewer uuid) RETURNS SETOF "Dispute" LANGUAGE sql STABLE AS $$
  SELECT d.* FROM "Dispute" d
    JOIN "Article" a ON a."id" = d."articleId" AND a."withdrawnAt" IS NULL
   CROSS JOIN LATERAL (SELECT project_role(viewer, d."projectId") AS role) r
   WHERE r.role IS NOT NULL
     AND (d."raisedById" = viewer
       OR (r.role IN ('manager', 'reviewer')
           AND EXISTS (SELECT 1 FROM seen_layers(viewer) l WHERE l."articleId" = d."articleId" AND l."kind" = 'adjudicated')))
$$;
