-- What a confirmed reuse joined in an earlier text it joins in the newer, wherever the claim stands there.
ALTER TABLE "ReuseLink" ADD COLUMN     "heldClaimIds" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[];
CREATE INDEX "ReuseLink_held_idx" ON "ReuseLink" USING gin ("heldClaimIds") WHERE "heldClaimIds" <> '{}';
