import { z } from "zod";
import { applyReviewCommand } from "@/lib/review/decide";
import { reviewCommandInput } from "@/lib/review/schema";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ articleId: z.string() }), body: reviewCommandInput },
  ({ actor, params, body }) => applyReviewCommand(actor, params.articleId, body),
);
