-- Articles that are open again for a newer text: few at any time, and asked for by each pull.
CREATE INDEX "Article_reopened_idx" ON "Article" ("projectId", "id") WHERE "state" = 'open' AND "finishedAt" IS NOT NULL;
