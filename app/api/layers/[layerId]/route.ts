import { z } from "zod";
import { getLayer } from "@/lib/layers/queries";
import { route } from "@/lib/route";

export const GET = route({ params: z.object({ layerId: z.string() }) }, ({ actor, params }) =>
  getLayer(actor, params.layerId),
);
