import { z } from "zod";
import { route } from "@/lib/route";
import { skipSlot } from "@/lib/slots/commands";
import { skipInput } from "@/lib/slots/schema";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: skipInput },
  ({ actor, params, body }) => skipSlot(actor, params.layerId, body),
);
