import { z } from "zod";
import { listCandidates } from "@/lib/cards/candidates";
import { route } from "@/lib/route";

const params = z.object({ cardId: z.string() });
const query = z.object({ q: z.string().max(200).default("") });

/** Claims of final layers that may say what the card says, likest first. */
export const GET = route({ params, query }, async ({ actor, params, query }) => ({
  items: await listCandidates(actor, params.cardId, query.q),
}));
