-- AlterEnum
ALTER TYPE "LayerKind" ADD VALUE 'superseded';
