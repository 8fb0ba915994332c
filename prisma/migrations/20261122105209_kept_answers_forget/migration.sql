-- Answers of the API that are kept for a repeat may quote an article or name a person: whatever is withdrawn or forgotten, none
-- of them is kept any longer. That a request was carried out stays known (status 0, as of an answer that held a secret).
CREATE FUNCTION redact_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ApiAnswer" SET "status" = 0, "body" = NULL, "etag" = NULL WHERE "body" IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "Redaction_answers" AFTER INSERT ON "Redaction" FOR EACH STATEMENT EXECUTE FUNCTION redact_answers();
