import { z } from "zod";
import { route } from "@/lib/route";
import { withdrawRun } from "@/lib/suggestions/commands";

export const POST = route(
  { params: z.object({ slug: z.string(), runId: z.string() }), body: z.strictObject({}) },
  async ({ actor, params }) => {
    await withdrawRun(actor, params.slug, params.runId);
    return {};
  },
);
