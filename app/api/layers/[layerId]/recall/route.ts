import { z } from "zod";
import { route } from "@/lib/route";
import { recallLayer } from "@/lib/slots/commands";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: z.strictObject({}) },
  ({ actor, params }) => recallLayer(actor, params.layerId),
);
