import { db } from "@/lib/db";
import { type MadeArticle, type MadeLayer, makeArticle, makeLayer } from "./factories";
import { linkClaim, makeMark, resolveSource } from "./marks";

export type Told = {
  speaker?: string;
  sourceId?: string;
  says: string;
  claim?: object;
  stance?: "asserts" | "denies";
  title?: string;
  publisherId?: string;
  publishedAt?: Date;
};

/** A finished article in which somebody says one thing, with its final layer's claim (and attribution). */
export async function tellStory(
  project: { id: string },
  told: Told,
): Promise<{
  article: MadeArticle;
  layer: MadeLayer;
  claimId: string;
  attributionId?: string;
  text: string;
}> {
  const text = told.speaker ? `${told.speaker} said ${told.says}.` : `${told.says}.`;
  const article = await makeArticle(project, {
    text,
    title: told.title,
    publisherId: told.publisherId,
    publishedAt: told.publishedAt ?? new Date("2026-03-01"),
  });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claimId = await makeMark(layer, text, "claim", { body: told.says }, { attributes: told.claim });
  let attributionId: string | undefined;
  if (told.speaker) {
    const roles = { source: told.speaker, cue: "said", content: told.says };
    attributionId = await makeMark(layer, text, "attribution", roles);
    await linkClaim(layer, attributionId, claimId, { stance: told.stance });
    if (told.sourceId) await resolveSource(layer, attributionId, told.sourceId);
  }
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { article, layer, claimId, attributionId, text };
}
