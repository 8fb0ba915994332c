import { z } from "zod";
import { judgePair, undoVerdict } from "@/lib/pairs/commands";
import { judgeInput, undoInput } from "@/lib/pairs/schema";
import { route } from "@/lib/route";

const params = z.object({ slug: z.string(), pairId: z.string() });

/** Answers about a pair of passages. */
export const POST = route({ params, body: judgeInput }, ({ actor, params, body }) =>
  judgePair(actor, params, body),
);

/** Takes one's own last answer about it back. */
export const PATCH = route({ params, body: undoInput }, ({ actor, params, body }) =>
  undoVerdict(actor, params, body),
);
