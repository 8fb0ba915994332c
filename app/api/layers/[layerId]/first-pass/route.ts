import { z } from "zod";
import { route } from "@/lib/route";
import { finishFirstPass } from "@/lib/suggestions/commands";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: z.strictObject({}) },
  ({ actor, params }) => finishFirstPass(actor, params.layerId),
);
