import { z } from "zod";
import { route } from "@/lib/route";
import { submitLayer } from "@/lib/slots/commands";
import { submitInput } from "@/lib/slots/schema";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: submitInput },
  ({ actor, params, body }) => submitLayer(actor, params.layerId, body),
);
