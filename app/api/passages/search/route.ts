import { searchPassages } from "@/lib/passages/queries";
import { passageQuery } from "@/lib/passages/schema";
import { route } from "@/lib/route";

export const GET = route({ query: passageQuery }, async ({ actor, query }) => ({
  passages: await searchPassages(actor, query),
}));
