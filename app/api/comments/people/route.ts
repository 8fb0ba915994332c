import { listMentionable } from "@/lib/comments/queries";
import { peopleQuery, placeOf } from "@/lib/comments/schema";
import { route } from "@/lib/route";

/** People who may be named in a comment here: those who would see it. */
export const GET = route({ query: peopleQuery }, async ({ actor, query }) => ({
  people: await listMentionable(actor, placeOf(query), { ...query, isForAll: query.isForAll === "1" }),
}));
