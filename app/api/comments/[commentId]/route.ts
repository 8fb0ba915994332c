import { z } from "zod";
import { editComment } from "@/lib/comments/commands";
import { listVersions } from "@/lib/comments/queries";
import { editCommentInput } from "@/lib/comments/schema";
import { route } from "@/lib/route";

const params = z.object({ commentId: z.uuid() });

/** How the comment read before each change. */
export const GET = route({ params }, async ({ actor, params }) => ({
  versions: await listVersions(actor, params.commentId),
}));

/** New words for one's own comment. */
export const PATCH = route({ params, body: editCommentInput }, ({ actor, params, body }) =>
  editComment(actor, params.commentId, body.body),
);
