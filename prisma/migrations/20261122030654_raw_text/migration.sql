-- AlterTable
ALTER TABLE "ArticleVersion" ADD COLUMN     "rawText" TEXT;
