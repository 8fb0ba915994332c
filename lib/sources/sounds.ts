import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { bareName } from "@/lib/sources/bare-name";
import type { SoundingAlike } from "@/lib/sources/schema";
import { Prisma } from "@/prisma/generated/client";

const mostHits = 50;
const mostOffered = 3;

const rows = z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), matched: z.string() }));

/**
 * The sources that a name may be another spelling of, at most 3, the most alike first: those with the same name in
 * other letters (`name_folds`: Shirsky, Syrskyi), and for a name of one word persons with that surname. Small words
 * and titles before the name ("commander Shirsky") need not be in the register. Each as the one that stands for it; only what the actor may see.
 */
export async function findSoundingAlike(actor: Actor, text: string, tx: Tx = db()): Promise<SoundingAlike[]> {
  const name = bareName(text);
  if (name === "") return [];
  const whole = text.trim().normalize("NFC");
  const folds = Prisma.sql`(name_folds(${name}) || name_folds(${whole}))`;
  const isOneWord = !/\s/u.test(name);
  const found = await tx.$queryRaw`
    WITH hits AS (
        (SELECT s."id", s."name" AS matched FROM "Source" s WHERE name_folds(s."name") && ${folds} LIMIT ${mostHits})
      UNION
        (SELECT s."id", s."name" FROM "Source" s WHERE lower(s."name") IN (lower(${whole}), lower(${name})) LIMIT ${mostHits})
      UNION
        (SELECT a."sourceId", a."name" FROM "SourceAlias" a WHERE name_folds(a."name") && ${folds} LIMIT ${mostHits})
      UNION
        (SELECT a."sourceId", a."name" FROM "SourceAlias" a WHERE lower(a."name") IN (lower(${whole}), lower(${name})) LIMIT ${mostHits})
      UNION
        (SELECT s."id", s."name" FROM "Source" s
          WHERE ${isOneWord} AND s."kind" = 'person'
            AND name_folds(regexp_replace(s."name", '^.*\\s', '')) && ${folds} LIMIT ${mostHits})),
    ranked AS (
      SELECT DISTINCT ON (c."id") c."id", c."name", c."kind", h.matched, similarity(h.matched, ${name}) AS likeness
        FROM hits h
        JOIN seen_sources(${actor.userId}::uuid) m ON m."id" = h."id"
        JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(h."id") AND c."refusedAt" IS NULL
       ORDER BY c."id", 5 DESC, h.matched)
    SELECT r."id", r."name", r."kind", r.matched FROM ranked r
     ORDER BY r.likeness DESC, r."name", r."id" LIMIT ${mostOffered}`;
  return rows.parse(found);
}
