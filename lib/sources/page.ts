import "server-only";
import { listSourceObservations } from "@/lib/observations/queries";
import type { Actor } from "@/lib/policy";
import { readSourceRecord } from "@/lib/ratings/record";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { listSourceEvents } from "@/lib/sources/events";
import { listFaredCards } from "@/lib/sources/fared";
import { getSource, sourcePermissions } from "@/lib/sources/queries";
import { listSourceArticles, listSourceAttributions } from "@/lib/sources/record";
import type { SourcePageQuery } from "@/lib/sources/schema";

/** A source's page: who it is, and the one part of its record that is looked at. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function getSourcePage(actor: Actor, sourceId: string, { view, cursor }: SourcePageQuery) {
  const source = await getSource(actor, sourceId);
  const permissions = await sourcePermissions(actor);
  return { source, permissions, part: await readPart(actor, sourceId, view, cursor) };
}

export type SourcePage = Awaited<ReturnType<typeof getSourcePage>>;

async function readPart(actor: Actor, sourceId: string, view: SourcePageQuery["view"], cursor?: string) {
  switch (view) {
    case "said":
      return { view, page: await listSourceAttributions(actor, sourceId, cursor) };
    case "articles":
      return { view, page: await listSourceArticles(actor, sourceId, cursor) };
    case "claims":
      return {
        view,
        page: await listFaredCards(actor, sourceId, cursor),
        record: await readSourceRecord(actor, sourceId),
      };
    case "observations":
      return { view, page: await listSourceObservations(actor, sourceId, cursor) };
    case "history":
      return { view, page: await listSourceEvents(actor, sourceId, cursor) };
    default:
      return { view, ratings: await getSourceRatings(actor, sourceId) };
  }
}
