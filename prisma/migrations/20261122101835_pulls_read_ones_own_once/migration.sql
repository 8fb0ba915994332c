-- DropIndex
DROP INDEX "LayerView_userId_idx";

-- CreateIndex
CREATE INDEX "LayerView_userId_articleId_idx" ON "LayerView"("userId", "articleId");

-- What a pull passes over is read from the index alone, once for all places that it looks at.
DROP INDEX "Slot_own_work";
CREATE INDEX "Slot_own_work" ON "Slot" ("personId", "projectId", "takenAt" DESC, "id" DESC) INCLUDE ("articleId") WHERE "personId" IS NOT NULL;
