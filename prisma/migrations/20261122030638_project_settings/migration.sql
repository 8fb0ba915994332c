-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "layerMode" TEXT NOT NULL DEFAULT 'independent';

-- CreateIndex
CREATE INDEX "Article_projectId_language_number_idx" ON "Article"("projectId", "language", "number");

-- CreateIndex
CREATE INDEX "Article_projectId_publisherId_number_idx" ON "Article"("projectId", "publisherId", "number");

ALTER TABLE "Article" ADD CONSTRAINT "Article_layerMode" CHECK ("layerMode" IN ('independent', 'shared'));

-- Blind or shared is settled when an article comes in; changing the project's mode leaves what is there as it was.
UPDATE "Article" a SET "layerMode" = p."layerMode" FROM "Project" p WHERE p."id" = a."projectId" AND p."layerMode" <> a."layerMode";

CREATE FUNCTION fix_layer_mode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p."layerMode" INTO NEW."layerMode" FROM "Project" p WHERE p."id" = NEW."projectId";
  RETURN NEW;
END $$;

CREATE TRIGGER "Article_layer_mode" BEFORE INSERT ON "Article" FOR EACH ROW EXECUTE FUNCTION fix_layer_mode();

-- A place nobody has taken holds no one's work: lowering the wanted number takes it away. Every other one stays.
GRANT DELETE ON "Slot" TO sourcebench_app;

CREATE FUNCTION refuse_used_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" <> 'open' THEN
    RAISE EXCEPTION 'a slot that was taken stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER "Slot_keeps_work" BEFORE DELETE ON "Slot" FOR EACH ROW EXECUTE FUNCTION refuse_used_slot();
