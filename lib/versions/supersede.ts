import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { alignTexts } from "@/lib/reanchoring/align";
import { followPairs } from "@/lib/versions/follow-pairs";
import { followOlderTexts, followPassages } from "@/lib/versions/follow-passages";
import { readFormerFinal } from "@/lib/versions/former-final";
import { holdClaims, readJoined } from "@/lib/versions/hold-claims";
import { moveMentions, readSuccessors } from "@/lib/versions/move-mentions";

const textRows = z.tuple([z.object({ versionId: z.string(), number: z.number(), text: z.string() })]);

/**
 * Lets the final layer of an article's newest text stand for the one before, which is superseded: what reads final layers
 * counts the article once. Claims on cards move to the marks that took their place, and what other final layers link to
 * in the earlier text follows to where it stands now, as do its own links; claims that reuse joined it joins still. No more than that where there is no earlier
 * final layer. The caller holds the article's lock and has closed the newer layer.
 */
export async function supersedeFormer(
  tx: Tx,
  article: { projectId: string; articleId: string },
  layerId: string,
  actorId: string | null,
): Promise<void> {
  const { projectId, articleId } = article;
  await followOlderTexts(tx, layerId, actorId);
  const former = await readFormerFinal(tx, articleId);
  if (!former || former.layerId === layerId) return;
  // A card that names one of its claims just now comes first, and is followed below.
  await tx.$queryRaw`SELECT 1 FROM "Layer" WHERE "id" = ${former.layerId}::uuid FOR UPDATE`;
  const [newest] = textRows.parse(
    await tx.$queryRaw`
      SELECT v."id" AS "versionId", v."number", v."text"
        FROM "Layer" l JOIN "ArticleVersion" v ON v."id" = l."versionId" WHERE l."id" = ${layerId}::uuid`,
  );
  const layers = { formerLayerId: former.layerId, layerId };
  const successors = await readSuccessors(tx, layers);
  const mentions = await moveMentions(tx, projectId, layers, successors, actorId);
  const alignment = alignTexts(former.text, newest.text);
  const place = { formerVersionId: former.versionId, versionId: newest.versionId };
  const joined = await readJoined(tx, former);
  const passages = await followPassages(tx, place, alignment, actorId);
  const held = await holdClaims(tx, joined, { ...place, layerId }, successors);
  const pairs = await followPairs(tx, place, alignment);
  await tx.$executeRaw`
    UPDATE "Layer" SET "kind" = 'superseded', "revision" = "revision" + 1 WHERE "id" = ${former.layerId}::uuid`;
  await recordEvents(tx, [
    {
      type: "article.version-finished",
      actorId,
      projectId,
      articleId,
      layerId,
      subjectId: articleId,
      payload: {
        versionId: newest.versionId,
        number: newest.number,
        supersedes: former.layerId,
        mentions,
        passages,
        held,
        pairs,
      },
    },
  ]);
}
