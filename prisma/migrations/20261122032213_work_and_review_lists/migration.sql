-- The review queue's order as one key, so that a page deep in it is one range of its index: undefined agreement counts
-- as 2, behind every defined one (0 to 1).
DROP INDEX "Article_review_queue";
CREATE INDEX "Article_review_queue" ON "Article" ("projectId", (coalesce("reviewAgreement", 2)), "id")
  WHERE "state" IN ('review', 'reviewing') AND "withdrawnAt" IS NULL;

-- A person's own work in a project, newest first.
CREATE INDEX "Slot_own_work" ON "Slot" ("personId", "projectId", "takenAt" DESC, "id" DESC) WHERE "personId" IS NOT NULL;
