-- CreateIndex
CREATE INDEX "Article_url_idx" ON "Article" USING HASH ("url");
