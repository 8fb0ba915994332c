-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "layerMode" TEXT NOT NULL DEFAULT 'independent';

-- CreateIndex
CREATE INDEX "Article_projectId_language_number_idx" ON "Article"("projectId", "language", "number");

-- CreateIndex
CREATE INDEX "Article_projectId_publisherId_number_idx" ON "Article"("projectId", "publisherId", "number");
