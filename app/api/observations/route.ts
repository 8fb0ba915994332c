import { z } from "zod";
import { pinObservation } from "@/lib/observations/commands";
import { listOwnObservations } from "@/lib/observations/queries";
import { pinObservationInput } from "@/lib/observations/schema";
import { route } from "@/lib/route";

/** One's own observations in a layer. */
export const GET = route({ query: z.object({ layerId: z.uuid() }) }, async ({ actor, query }) => ({
  items: await listOwnObservations(actor, query.layerId),
}));

/** Pins an observation about a source to words of an article. */
export const POST = route({ body: pinObservationInput }, async ({ actor, body }) =>
  Response.json(await pinObservation(actor, body), { status: 201 }),
);
