import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/policy";
import { applyReviewCommand } from "@/lib/review/decide";
import { getReview } from "@/lib/review/queries";
import type { ReviewDto, UnitDto } from "@/lib/review/schema";
import { submitLayer } from "@/lib/slots/commands";
import { makeArticle, makeLayer, type makeProject } from "./factories";
import { makeMark } from "./marks";

export const reviewedText =
  "The mayor said forty houses were flooded. The dam held until midnight, engineers believe. Rain is expected on Friday.";

type Project = Awaited<ReturnType<typeof makeProject>>;

/**
 * An article that each of `people` has handed in: one claim alike, one that everybody bounds differently, and one that
 * only the last of them has.
 */
export async function makeHandedIn(project: Project, people: readonly Actor[]) {
  const article = await makeArticle(project, { text: reviewedText });
  const borders = ["forty houses were flooded", "houses were flooded", "were flooded"];
  const layers = [];
  for (const [at, person] of people.entries()) {
    const layer = await makeLayer(article, { ownerId: person.userId });
    const attributes = { kind: "factual" };
    const mark = (body: string) => makeMark(layer, reviewedText, "claim", { body }, { attributes });
    const dam = await mark("The dam held until midnight");
    const houses = await mark(borders[at] ?? "forty houses");
    const rain = at === people.length - 1 && at > 0 ? await mark("Rain is expected on Friday") : null;
    layers.push({ ...layer, dam, houses, rain });
  }
  for (const [at, person] of people.entries()) {
    const layer = layers[at];
    if (layer) await submitLayer(person, layer.id, { nothingToMark: false });
  }
  return { article, layers };
}

/** The place of a review that an annotation is in. */
export function unitOf(review: ReviewDto, annotationId: string): UnitDto {
  const unit = review.units.find((one) => one.members.some((member) => member.annotationId === annotationId));
  if (!unit) throw new Error("No such place.");
  return unit;
}

/** Settles every place: the first layer's marks are taken, what it does not have is rejected. */
export async function settleAll(actor: Actor, articleId: string, layerId: string): Promise<void> {
  const review = await getReview(actor, articleId);
  for (const unit of review.units) {
    const base = { commandId: randomUUID(), unitId: unit.id, comment: null };
    const isThere = unit.members.some((member) => member.layerId === layerId);
    await applyReviewCommand(
      actor,
      articleId,
      isThere
        ? { ...base, action: "accept", layerIds: [layerId] }
        : { ...base, action: "reject", reason: "not-a-claim" },
    );
  }
}
