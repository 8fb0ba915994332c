import { z } from "zod";
import { searchCards } from "@/lib/cards/search";
import { route } from "@/lib/route";

const params = z.object({ slug: z.string() });
const query = z.object({ q: z.string().max(200).default("") });

/** The project's cards whose statement holds or resembles the words, likest first. */
export const GET = route({ params, query }, async ({ actor, params, query }) => ({
  items: await searchCards(actor, params.slug, query.q),
}));
