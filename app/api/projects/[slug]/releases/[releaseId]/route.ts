import { z } from "zod";
import { getReleaseProgress } from "@/lib/releases/queries";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string(), releaseId: z.string() }) },
  ({ actor, params }) => getReleaseProgress(actor, params.slug, params.releaseId),
);
