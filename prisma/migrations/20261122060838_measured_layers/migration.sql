-- AlterEnum
ALTER TYPE "LayerKind" ADD VALUE 'measured';
