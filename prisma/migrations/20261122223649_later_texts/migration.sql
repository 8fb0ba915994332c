-- Most articles have one text: which of a page of the review queue have more is asked of an index of the others alone.
CREATE INDEX "ArticleVersion_later" ON "ArticleVersion" ("articleId", "number") WHERE "number" > 1;
