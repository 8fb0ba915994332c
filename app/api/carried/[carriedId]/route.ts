import { z } from "zod";
import { route } from "@/lib/route";
import { bringBackInput, letGoInput, placeOrphanInput } from "@/lib/versions/schema";
import { bringBack, letGo, placeOrphan } from "@/lib/versions/settle-orphans";

const body = z.discriminatedUnion("op", [
  placeOrphanInput.omit({ carriedId: true }).extend({ op: z.literal("place") }),
  letGoInput.omit({ carriedId: true }).extend({ op: z.literal("let-go") }),
  bringBackInput.omit({ carriedId: true }).extend({ op: z.literal("bring-back") }),
]);

/** Settles a mark of an earlier text that lost its words, or opens it again. */
export const POST = route(
  { params: z.object({ carriedId: z.uuid() }), body },
  ({ actor, params: { carriedId }, body: { op, ...change } }) => {
    switch (op) {
      case "place":
        return placeOrphan(actor, placeOrphanInput.parse({ carriedId, ...change }));
      case "let-go":
        return letGo(actor, letGoInput.parse({ carriedId, ...change }));
      case "bring-back":
        return bringBack(actor, bringBackInput.parse({ carriedId, ...change }));
    }
  },
);
