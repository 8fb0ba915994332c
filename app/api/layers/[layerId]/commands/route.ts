import { z } from "zod";
import { applyCommand } from "@/lib/layers/commands";
import { commandInput } from "@/lib/layers/schema";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ layerId: z.string() }), body: commandInput, maxBytes: 4 * 1024 * 1024 },
  ({ actor, params, body }) => applyCommand(actor, params.layerId, body),
);
