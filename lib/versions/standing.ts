import "server-only";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { type Actor, can, type ProjectRoleName } from "@/lib/policy";
import { blockKinds } from "@/lib/vocabulary";

const rows = z.array(
  z.object({
    projectId: z.string(),
    title: z.string(),
    language: z.string().nullable(),
    state: z.enum(["open", "review", "reviewing", "done"]),
    isGold: z.boolean(),
    versionId: z.string(),
    number: z.number(),
    text: z.string(),
    rounds: z.number(),
    layers: z.number(),
    /** Of these, those that people have in work or handed in, and those that came with an import. */
    peopleLayers: z.number(),
    importedLayers: z.number(),
    /** The one layer of the newest text that has only been begun with what is final of the one before. */
    untouchedId: z.string().nullable(),
    /** Whether the newest text of a finished article is nobody's work any more: its place was given back. */
    isGivenBack: z.boolean(),
    blocks: z.array(
      z.object({
        kind: z.enum(blockKinds),
        start: z.number(),
        end: z.number(),
        sourceId: z.string().nullable(),
      }),
    ),
  }),
);

/** An article as it stands for whoever would add a text to it. */
export type VersionStanding = z.infer<typeof rows>[number] & { slug: string; role: ProjectRoleName };

/** How an article stands for somebody who prepares articles in its project, locked where told. Throws notFound, forbidden. */
export async function readVersionStanding(
  actor: Actor,
  articleId: string,
  tx: Tx = db(),
  isLocked = false,
): Promise<VersionStanding> {
  const { slug, role } = await requireArticle(actor, articleId, "article.prepare", tx);
  if (isLocked) {
    await tx.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
    // A save on its way comes first and is seen below; one that comes later finds the layer as it is left here.
    await tx.$queryRaw`
      SELECT 1 FROM "Layer" WHERE "articleId" = ${articleId}::uuid AND "state" IN ('open', 'returned') ORDER BY "id" FOR UPDATE`;
  }
  const [row] = rows.parse(
    await tx.$queryRaw`
      SELECT a."projectId", a."title", a."language", a."state", a."isGold", v."id" AS "versionId", v."number", v."text",
             coalesce((SELECT max(u."round") FROM "ReviewUnit" u WHERE u."articleId" = a."id"), 0) AS rounds,
             k.*,
             (SELECT l."id" FROM "Layer" l
               WHERE l."versionId" = v."id" AND l."carriedFromId" IS NOT NULL AND l."state" = 'open' AND l."withdrawnAt" IS NULL
                 AND NOT EXISTS (SELECT 1 FROM "Command" c WHERE c."layerId" = l."id")
                 AND NOT EXISTS (SELECT 1 FROM "CarriedMark" c WHERE c."layerId" = l."id" AND c."settledAs" IS NOT NULL)
                 AND NOT EXISTS (SELECT 1 FROM "Layer" o WHERE o."versionId" = v."id" AND o."id" <> l."id" AND o."state" <> 'closed')
               LIMIT 1) AS "untouchedId",
             (EXISTS (SELECT 1 FROM "Layer" f WHERE f."articleId" = a."id" AND f."kind" = 'adjudicated' AND f."state" = 'closed'
                         AND f."versionId" <> v."id" AND f."withdrawnAt" IS NULL)
              AND NOT EXISTS (SELECT 1 FROM "Layer" o WHERE o."versionId" = v."id" AND o."state" <> 'closed')) AS "isGivenBack",
             coalesce((SELECT jsonb_agg(jsonb_build_object('kind', b."kind", 'start', b."start", 'end', b."end", 'sourceId', b."sourceId") ORDER BY b."start")
                         FROM "Block" b WHERE b."versionId" = v."id"), '[]') AS blocks
        FROM seen_articles(${actor.userId}::uuid) a
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS layers,
                count(*) FILTER (WHERE l."kind" IN ('person', 'shared', 'measured', 'gold') AND l."state" <> 'closed')::int AS "peopleLayers",
                count(*) FILTER (WHERE l."kind" = 'imported')::int AS "importedLayers"
           FROM "Layer" l WHERE l."articleId" = a."id" AND l."withdrawnAt" IS NULL) k
       CROSS JOIN LATERAL (SELECT * FROM "ArticleVersion" v WHERE v."articleId" = a."id" ORDER BY v."number" DESC LIMIT 1) v
       WHERE a."id" = ${articleId}::uuid`,
  );
  if (!row) throw notFound();
  return { ...row, slug, role };
}

/** Whether somebody is to look a newer text through: the article is finished, or its newest text waits untouched for that. */
export function isCarriedOver({ state, untouchedId, isGivenBack }: VersionStanding): boolean {
  return state === "done" || (state === "open" && (untouchedId !== null || isGivenBack));
}

export type VersionRefusal = { code: string; message: string };

/** Why a text cannot be added to an article now, and what to do about it; null where it can. */
export function refusalOf(standing: VersionStanding, text: string): VersionRefusal | null {
  // Whoever is measured by gold is not told of it.
  if (standing.isGold)
    return can(standing.role, "article.assign")
      ? {
          code: "is-gold",
          message: "Annotators are measured on this article's text. End the use of its gold first.",
        }
      : { code: "ask-a-manager", message: "A manager has to add a version of this article." };
  if (standing.state === "review" || standing.state === "reviewing")
    return {
      code: "in-review",
      message: "This article is in review. Finish the review first, then add the new text.",
    };
  if (text === standing.text)
    return {
      code: "same-text",
      message: "This is the very text that the article has, so there is nothing to add.",
    };
  if (standing.state === "open" && standing.layers > 0 && !isCarriedOver(standing)) return inWork(standing);
  return null;
}

/** Why an article that is open, and no newer text of a finished one, cannot get another text: by what is on its present one. */
function inWork({ peopleLayers, importedLayers }: VersionStanding): VersionRefusal {
  if (peopleLayers > 0)
    return {
      code: "in-work",
      message:
        "Somebody works on this article. Wait until it is handed in and finished, then add the new text.",
    };
  if (importedLayers > 0)
    return {
      code: "imported-marks",
      message:
        "Nobody works on this article, but marks came with its import and belong to the text it has. Have it annotated and finished first, or undo that import, then add the new text.",
    };
  return {
    code: "begun-before",
    message:
      "Nobody works on this article now, but somebody began it and gave it back: what they marked belongs to the text it has. Have it annotated and finished first, then add the new text.",
  };
}
