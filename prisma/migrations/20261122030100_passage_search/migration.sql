-- Finds passages that resemble one (word similarity) without reading every chunk.
CREATE INDEX "Chunk_text_trgm" ON "Chunk" USING gin ("text" gin_trgm_ops);
