import { z } from "zod";
import { editBlock } from "@/lib/articles/edit-block";
import { editBlockInput } from "@/lib/articles/text-schema";
import { route } from "@/lib/route";

export const PATCH = route(
  { params: z.object({ articleId: z.string() }), body: editBlockInput },
  ({ actor, params, body }) => editBlock(actor, params.articleId, body),
);
