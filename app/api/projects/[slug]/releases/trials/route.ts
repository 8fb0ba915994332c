import { z } from "zod";
import { releaseQuery } from "@/lib/releases/schema";
import { startTrial } from "@/lib/releases/trials";
import { route } from "@/lib/route";

const body = z.strictObject({ options: releaseQuery, isAgain: z.boolean().default(false) });

export const POST = route({ params: z.object({ slug: z.string() }), body }, ({ actor, params, body }) =>
  startTrial(actor, params.slug, body.options, body.isAgain),
);
