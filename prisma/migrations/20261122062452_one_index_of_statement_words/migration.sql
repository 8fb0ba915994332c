-- "ClaimCard_statement_trgm" is the same index. The snapshot beside this file also has "CardSource_sourceId_isOrigin_cardId_idx",
-- which the migration names_with_numbers made.
DROP INDEX "ClaimCard_words";
