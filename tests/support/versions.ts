import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { submitLayer } from "@/lib/slots/commands";
import { addVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import type { AddedVersionDto, NewVersionInput } from "@/lib/versions/schema";
import { letGo } from "@/lib/versions/settle-orphans";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "./factories";
import { linkClaim, makeMark, resolveSource } from "./marks";

export const firstText = [
  "Bridge closed after flood",
  "The mayor said forty houses were flooded on Monday.",
  "The dam held until midnight, engineers believe.",
  "Trains will run again on Friday.",
].join("\n\n");

/** The count is corrected, a sentence is put in above it, the rest stands as it did. */
export const correctedText = [
  "Bridge closed after flood",
  "Schools stay shut.",
  "The mayor said thirty houses were flooded on Monday.",
  "The dam held until midnight, engineers believe.",
  "Trains will run again on Friday.",
].join("\n\n");

/** A project without reviews, so that an article is finished with the last submission; and who works there. */
export async function makeNewsroom(options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject({ annotatorsPerArticle: 1, reviewPolicy: "none", ...options });
  const person = async (role: "annotator" | "reviewer" | "manager" | "viewer") =>
    actorFor(await makeMember(project, role));
  return {
    project,
    ana: await person("annotator"),
    ben: await person("annotator"),
    rita: await person("reviewer"),
    mia: await person("manager"),
    vic: await person("viewer"),
  };
}
export type Newsroom = Awaited<ReturnType<typeof makeNewsroom>>;

/** An article that Ana marked and handed in: a headline claim, the mayor's count (said by the mayor), the dam, the trains. */
export async function makeFinished({ project, ana }: Newsroom, text = firstText) {
  const outlet = await makeSource();
  const article = await makeArticle(project, { text, publisherId: outlet.id });
  const layer = await makeLayer(article, { ownerId: ana.userId });
  const claim = (body: string) =>
    makeMark(layer, text, "claim", { body }, { attributes: { kind: "factual" } });
  const closed = await claim("Bridge closed after flood");
  const houses = await claim("forty houses were flooded on Monday");
  const dam = await claim("The dam held until midnight");
  const trains = await claim("Trains will run again on Friday");
  const mayor = await makeSource({ kind: "person" });
  const said = await makeMark(layer, text, "attribution", {
    source: "The mayor",
    cue: "said",
    content: "forty houses were flooded on Monday",
  });
  const believed = await makeMark(layer, text, "attribution", {
    source: "engineers",
    cue: "believe",
    content: "The dam held until midnight",
  });
  await linkClaim(layer, said, houses);
  await linkClaim(layer, believed, dam);
  await resolveSource(layer, said, mayor.id);
  const engineers = await makeSource({ kind: "organisation" });
  await resolveSource(layer, believed, engineers.id);
  await submitLayer(ana, layer.id, { nothingToMark: false });
  return { article, layer, outlet, mayor, engineers, marks: { closed, houses, dam, trains, said, believed } };
}

/** What a form sends for a pasted text. */
export function paste(articleId: string, text: string, more: Partial<NewVersionInput> = {}): NewVersionInput {
  return {
    articleId,
    content: { kind: "paste", text },
    change: "correction",
    note: "",
    changedAt: null,
    annotatorId: null,
    ...more,
  };
}

/** Adds a text and returns what it did with the layer that somebody looks through. */
export async function add(
  actor: Actor,
  articleId: string,
  text: string,
  more: Partial<NewVersionInput> = {},
): Promise<AddedVersionDto & { layerId: string }> {
  const added = await addVersion(actor, paste(articleId, text, more));
  if (!added.layerId) throw new Error("Nobody is asked to look it through.");
  return { ...added, layerId: added.layerId };
}

/** Lets every orphan of a layer go. */
export async function letAllGo(actor: Actor, layerId: string): Promise<void> {
  for (let open = 1; open > 0; ) {
    const list = await listCarried(actor, layerId);
    open = list.open;
    for (const item of list.items)
      if (item.how === "orphaned" && item.settledAs === null)
        await letGo(actor, { carriedId: item.id, reason: "Corrected away." });
  }
}

/** The final claims of an article by their words. */
export async function finalClaims(articleId: string): Promise<Map<string, string>> {
  const rows = await db().annotation.findMany({
    where: { layer: { articleId, kind: "adjudicated" }, kind: "claim", deletedAt: null },
    include: { spans: true },
  });
  return new Map(rows.map((row) => [row.spans.map((span) => span.quote).join(" … "), row.id]));
}
