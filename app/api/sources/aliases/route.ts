import { route } from "@/lib/route";
import { addAliasInput } from "@/lib/sources/schema";
import { addAlias } from "@/lib/sources/ties";

/** Adds another name of a source. */
export const POST = route({ body: addAliasInput }, async ({ actor, body }) =>
  Response.json(await addAlias(actor, body), { status: 201 }),
);
