-- A search reads up to 200 passages for each of its words; filed with where they end, they are read from the index alone,
-- a few pages a word, however widely the rows themselves are spread.
ALTER TABLE "PassageKey" DROP CONSTRAINT "PassageKey_pkey",
  ADD CONSTRAINT "PassageKey_pkey" PRIMARY KEY ("key", "versionId", "start") INCLUDE ("end");
