-- AlterTable
ALTER TABLE "GuidelineVersion" ADD COLUMN     "changed" TEXT[] DEFAULT ARRAY[]::TEXT[];
