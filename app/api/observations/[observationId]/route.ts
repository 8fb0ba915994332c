import { removeObservation } from "@/lib/observations/commands";
import { observationIdInput } from "@/lib/observations/schema";
import { route } from "@/lib/route";

/** Takes one's own observation back. */
export const DELETE = route({ params: observationIdInput }, async ({ actor, params }) => {
  await removeObservation(actor, params.observationId);
  return { ok: true };
});
