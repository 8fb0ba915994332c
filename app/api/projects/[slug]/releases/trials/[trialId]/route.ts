import { z } from "zod";
import { cancelTrial, getTrial } from "@/lib/releases/trials";
import { route } from "@/lib/route";

const params = z.object({ slug: z.string(), trialId: z.string() });

export const GET = route({ params }, ({ actor, params }) => getTrial(actor, params.slug, params.trialId));

export const DELETE = route({ params }, ({ actor, params }) =>
  cancelTrial(actor, params.slug, params.trialId),
);
