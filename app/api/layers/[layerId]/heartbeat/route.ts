import { z } from "zod";
import { route } from "@/lib/route";
import { beat } from "@/lib/slots/heartbeat";
import { heartbeatInput } from "@/lib/slots/schema";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: heartbeatInput },
  ({ actor, params, body }) => beat(actor, params.layerId, body),
);
