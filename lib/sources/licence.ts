import "server-only";
import { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { requireEditable } from "@/lib/sources/access";
import { recordSource } from "@/lib/sources/events";

export const licenceInput = z.object({
  sourceId: z.uuid(),
  licence: z.string().trim().max(1_000, "At most 1,000 characters."),
});
export type LicenceInput = z.output<typeof licenceInput>;

/** Notes under which terms a source's texts may be passed on; empty for unknown. Throws notFound, forbidden. */
export async function noteLicence(actor: Actor, input: LicenceInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (t) => {
    const source = await requireEditable(actor, input.sourceId, t);
    await t.source.update({
      where: { id: source.id },
      data: { licence: input.licence, revision: { increment: 1 } },
    });
    await recordSource(t, actor, "source.licence-noted", source.id, { licence: input.licence });
  });
}
