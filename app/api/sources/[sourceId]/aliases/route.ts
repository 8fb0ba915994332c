import { route } from "@/lib/route";
import { addAliasInput, sourceIdInput } from "@/lib/sources/schema";
import { addAlias } from "@/lib/sources/ties";

/** Adds another name of a source. */
export const POST = route(
  { params: sourceIdInput, body: addAliasInput.omit({ sourceId: true }) },
  async ({ actor, params, body }) =>
    Response.json(await addAlias(actor, { ...body, sourceId: params.sourceId }), { status: 201 }),
);
