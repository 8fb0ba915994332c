import { z } from "zod";
import { exampleInput } from "@/lib/guidelines/example-schema";
import { writeExample } from "@/lib/guidelines/examples";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ articleId: z.string() }), body: exampleInput },
  ({ actor, params, body }) => writeExample(actor, params.articleId, body),
);
