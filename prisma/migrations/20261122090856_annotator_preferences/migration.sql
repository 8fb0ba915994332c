-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "blockingChecks" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "UserPreference" (
    "userId" UUID NOT NULL,
    "shortcuts" JSONB NOT NULL DEFAULT '{}',
    "hasSingleKeys" BOOLEAN NOT NULL DEFAULT true,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserPreference_pkey" PRIMARY KEY ("userId")
);

-- AddForeignKey
ALTER TABLE "UserPreference" ADD CONSTRAINT "UserPreference_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An unset list would be no list: nothing stops a submission unless it is named here.
ALTER TABLE "Project" ALTER COLUMN "blockingChecks" SET NOT NULL;
ALTER TABLE "Project" ADD CONSTRAINT "Project_blockingChecks" CHECK ("blockingChecks" <@ ARRAY[
  'no-content', 'origin-differs', 'quantity-inverted', 'own-twin', 'in-boilerplate', 'no-link', 'no-cue', 'no-source',
  'unresolved', 'no-claim', 'no-twin', 'same-claim']);

ALTER TABLE "UserPreference" ADD CONSTRAINT "UserPreference_shortcuts" CHECK (jsonb_typeof("shortcuts") = 'object');
GRANT SELECT, INSERT, UPDATE ON "UserPreference" TO sourcebench_app;
