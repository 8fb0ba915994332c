-- CreateTable
CREATE TABLE "RuleKeep" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "guidelineVersionId" UUID NOT NULL,
    "anchor" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "withdrawsId" UUID,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RuleKeep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RuleKeep_guidelineVersionId_number_idx" ON "RuleKeep"("guidelineVersionId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "RuleKeep_id_projectId_key" ON "RuleKeep"("id", "projectId");

-- CreateIndex
CREATE UNIQUE INDEX "RuleKeep_withdrawsId_projectId_key" ON "RuleKeep"("withdrawsId", "projectId");

-- CreateIndex
CREATE INDEX "MarkLine_guidelineVersionId_kind_scope_idx" ON "MarkLine"("guidelineVersionId", "kind", "scope");

-- AddForeignKey
ALTER TABLE "RuleKeep" ADD CONSTRAINT "RuleKeep_guidelineVersionId_projectId_fkey" FOREIGN KEY ("guidelineVersionId", "projectId") REFERENCES "GuidelineVersion"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleKeep" ADD CONSTRAINT "RuleKeep_withdrawsId_projectId_fkey" FOREIGN KEY ("withdrawsId", "projectId") REFERENCES "RuleKeep"("id", "projectId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "RuleKeep"
  ADD CONSTRAINT "RuleKeep_self" CHECK ("withdrawsId" <> "id"),
  ADD CONSTRAINT "RuleKeep_count" CHECK ("count" >= 0);

GRANT SELECT, INSERT ON "RuleKeep" TO sourcebench_app;
GRANT USAGE ON SEQUENCE "RuleKeep_number_seq" TO sourcebench_app;
CREATE TRIGGER "RuleKeep_append_only" BEFORE UPDATE OR DELETE ON "RuleKeep"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "RuleKeep_no_truncate" BEFORE TRUNCATE ON "RuleKeep"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
