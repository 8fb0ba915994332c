-- What an attribution rests on names claims of its own layer (an array has no foreign key); none named means all.
CREATE FUNCTION check_rests_on_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
       SELECT 1 FROM unnest(NEW."claimIds") c(id)
        WHERE NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."id" = c.id AND a."layerId" = NEW."layerId" AND a."kind" = 'claim')) THEN
    RAISE EXCEPTION 'what an attribution rests on names what is no claim of its layer' USING ERRCODE = 'check_violation', CONSTRAINT = 'rests_on_claims';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "RestsOn_claims" AFTER INSERT OR UPDATE OF "claimIds", "layerId" ON "RestsOn" FOR EACH ROW
  WHEN (cardinality(NEW."claimIds") > 0) EXECUTE FUNCTION check_rests_on_claims();
