import { route } from "@/lib/route";
import { createSource } from "@/lib/sources/commands";
import { createSourceInput } from "@/lib/sources/schema";

/** Adds a source: registered for who may edit the register, otherwise a private proposal. */
export const POST = route({ body: createSourceInput }, async ({ actor, body }) =>
  Response.json(await createSource(actor, body), { status: 201 }),
);
